/** Whether a check holds, and its output where it does not. */
export interface CheckResult {
  holds: boolean;
  output: string;
}

/** The machine that matters has two cores. */
const AT_ONCE = 2;

/**
 * Runs the checks in their order, two at a time; reports a line with its time for each, and the output of those that failed.
 *
 * @returns the names of those that failed
 */
export async function runChecks(
  checks: Record<string, () => Promise<CheckResult>>,
  report: (line: string) => void,
): Promise<string[]> {
  const left = Object.entries(checks);
  const failed: string[] = [];
  async function work(): Promise<void> {
    for (let next = left.shift(); next; next = left.shift()) {
      const [name, check] = next;
      const startedAt = performance.now();
      const { holds, output } = await check();
      report(`${holds ? '✓' : '✗'} ${name.padEnd(12)} ${seconds(performance.now() - startedAt)}`);
      if (holds) continue;
      report(`\n${output.trim()}\n`);
      failed.push(name);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return failed;
}

/** `6.5 s` */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
