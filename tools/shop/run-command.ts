import type { Room } from './room.ts';
import { type Runner, ShopCommandError, type ShopProcess, type Verb, verbs } from './runner.ts';

const SECOND = 1000;

/**
 * `npm run shop <verb> <name>`, `fault <kind> <name> [field=value …]`, `heal` and `status`.
 *
 * @param findRunner asked only when the words make sense
 * @returns the lines to print
 * @throws ShopCommandError one sentence, which lists what is possible
 */
export async function runCommand(
  words: readonly string[],
  findRunner: () => Promise<Runner>,
  room: Room,
): Promise<string[]> {
  const [word = '', ...names] = words;
  if (word === 'status') return status(await (await findRunner()).processes());
  if (word === 'heal') return heal(await findRunner(), room);
  if (word === 'fault') return fault(names, room);
  if (!isVerb(word))
    throw new ShopCommandError(
      `npm run shop ${word}: ${verbs.join(' | ')} <name>, fault <kind> <name>, heal or status is expected.`,
    );
  const runner = await findRunner();
  const known = (await runner.processes()).map(({ name }) => name);
  const unknown = names.find(name => !known.includes(name));
  if (names.length === 0 || unknown !== undefined) {
    throw new ShopCommandError(`npm run shop ${word} ${unknown ?? '<name>'}: the names are ${known.join(', ')}.`);
  }
  for (const name of names) await runner.act(name, word);
  return status((await runner.processes()).filter(({ name }) => names.includes(name)));
}

/** Breaks a service on purpose: `fault slow search delayMs=300 forMs=10000`. */
async function fault([kind, service, ...options]: readonly string[], room: Room): Promise<string[]> {
  const pairs = options.map(option => /^(?:--)?([a-zA-Z0-9.]+)=(.+)$/.exec(option)?.slice(1));
  const wrong = options[pairs.indexOf(undefined)];
  if (kind === undefined || service === undefined || wrong !== undefined) {
    const example = 'npm run shop fault slow search delayMs=300 forMs=10000';
    throw new ShopCommandError(
      `${wrong ?? 'fault'}: <kind> <name> and field=value are expected, for example ${example}`,
    );
  }
  const fields = Object.fromEntries(pairs as [string, string][]) as Record<string, string>;
  await room.breaks(service, { ...fields, kind });
  // A process that has ended works again as soon as its supervisor has restarted it.
  const how = kind === 'crash' ? 'once' : `for ${Number(fields['forMs'] ?? 30_000) / SECOND} s`;
  return [`${service.padEnd(17)} ${kind}, ${how}`];
}

/** Thaws what is frozen and starts what is down, databases first; and switches every fault off. */
async function heal(runner: Runner, room: Room): Promise<string[]> {
  const ill = (await runner.processes()).filter(({ state }) => state !== 'running' && state !== 'starting');
  const cure = ({ name, state }: ShopProcess) => runner.act(name, state === 'frozen' ? 'thaw' : 'start');
  await Promise.all(ill.filter(({ kind }) => kind === 'database').map(cure));
  await Promise.all(ill.filter(({ kind }) => kind === 'app').map(cure));
  await room.mendsAll();
  return ill.length === 0
    ? ['Everything runs, and no fault is on.']
    : [`Healed: ${ill.map(({ name }) => name).join(', ')}; no fault is on.`];
}

function status(processes: readonly ShopProcess[]): string[] {
  return processes.map(
    ({ name, state, ready }) => `${name.padEnd(17)} ${state}${state === 'running' && !ready ? ', not ready' : ''}`,
  );
}

const isVerb = (word: string): word is Verb => (verbs as readonly string[]).includes(word);
