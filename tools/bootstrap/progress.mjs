const SAY_EVERY_MS = 4000;
const COLUMN = 12;

/**
 * A line for each step when it is done, with its time; while one is slow, a line every 4 s that says so.
 * @param {(line: string) => void} say
 * @returns {Step}
 *
 * @typedef {<T>(name: string, doing: string | (() => string), work: () => Promise<T>, done?: (result: T) => string) => Promise<T>} Step
 */
export function steps(say) {
  return async (name, doing, work, done) => {
    const startedMs = performance.now();
    const line = what => say(`  ${name.padEnd(COLUMN)} ${what}`);
    const now = () => (typeof doing === 'function' ? doing() : doing);
    const patience = setInterval(() => line(`${now()} … ${seconds(startedMs)}`), SAY_EVERY_MS);
    try {
      const result = await work();
      line(`${done ? done(result) : now()}, ${seconds(startedMs)}`);
      return result;
    } finally {
      clearInterval(patience);
    }
  };
}

const seconds = startedMs => `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
