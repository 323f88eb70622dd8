import { activeFaults, eventsPutAside, openBreakers, patternsOff, stillBroken } from './room-state.ts';
import type { Room } from './room.ts';
import { resend } from './outbox.ts';
import { makeLow, setPrice } from './stores.ts';
import { type Runner, ShopCommandError, type ShopProcess, type Verb, verbs } from './runner.ts';

const SECOND = 1000;

/**
 * `npm run shop <verb> <name>`, `fault <kind> <name> [field=value …]`, `price`, `low`, `resend`, `heal`, `room`, `rotate` and `status`.
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
  if (word === 'status') return [...status(await (await findRunner()).processes()), ...(await off(room))];
  if (word === 'rotate') return rotate(await findRunner());
  if (word === 'heal') return heal(await findRunner(), room);
  if (word === 'room') return [await room.link()];
  if (word === 'fault') return fault(names, room);
  if (word === 'price') return setPrice(names, room);
  if (word === 'low') return makeLow(names, room);
  if (word === 'resend') return resend(room);
  if (!isVerb(word))
    throw new ShopCommandError(
      `npm run shop ${word}: ${verbs.join(' | ')} <name>, fault <kind> <name>, price <product> <cents>, low <store> <product>, resend, heal, room, rotate or status is expected.`,
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

async function rotate(runner: Runner): Promise<string[]> {
  await runner.rotate();
  return ['every service has a new key; keys of before the last rotation are refused'];
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
  return [line(service, `${kind}, ${how}`)];
}

/**
 * Thaws what is frozen and starts what is down, databases first; then ends every fault, switches every pattern on and closes
 * every breaker. Returns what that changed.
 */
async function heal(runner: Runner, room: Room): Promise<string[]> {
  const down = (await runner.processes()).filter(({ state }) => state !== 'running' && state !== 'starting');
  const cure = ({ name, state }: ShopProcess) => runner.act(name, state === 'frozen' ? 'thaw' : 'start');
  await Promise.all(down.filter(({ kind }) => kind === 'database').map(cure));
  await Promise.all(down.filter(({ kind }) => kind === 'app').map(cure));
  const before = (await room.state()) ?? { services: [] };
  await room.heals();
  const done = [
    ['thawed', down.filter(({ state }) => state === 'frozen').map(({ name }) => name)],
    ['started', down.filter(({ state }) => state !== 'frozen').map(({ name }) => name)],
    ['fault ended', activeFaults(before)],
    ['pattern on again', patternsOff(before)],
    ['breaker closed', openBreakers(before)],
  ] as const;
  const lines = done.filter(([, names]) => names.length > 0).map(([what, names]) => line(what, names.join('; ')));
  const after = await room.state(state => stillBroken(state).length === 0);
  const left = after === undefined ? [] : stillBroken(after);
  const whole = 'Everything runs, no fault is on, all patterns are on, all breakers are closed.';
  return [...lines, left.length === 0 ? whole : line('still broken', left.join('; '))];
}

/** The patterns that are switched off, and how many events are put aside; nothing if the control room does not answer. */
async function off(room: Room): Promise<string[]> {
  const state = await room.state();
  const patterns = state === undefined ? [] : patternsOff(state);
  const events = state === undefined ? 0 : eventsPutAside(state);
  return [
    ...(patterns.length === 0 ? [] : [line('patterns off', patterns.join('; '))]),
    ...(events === 0 ? [] : [line('put aside', `events: ${events}; npm run shop resend sends them again`)]),
  ];
}

function status(processes: readonly ShopProcess[]): string[] {
  return processes.map(({ name, state, ready }) =>
    line(name, `${state}${state === 'running' && !ready ? ', not ready' : ''}`),
  );
}

const line = (what: string, more: string) => `${what.padEnd(17)} ${more}`;

const isVerb = (word: string): word is Verb => (verbs as readonly string[]).includes(word);
