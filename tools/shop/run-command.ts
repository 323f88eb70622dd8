import { type Runner, ShopCommandError, type ShopProcess, type Verb, verbs } from './runner.ts';

/**
 * `npm run shop <verb> <name>`, `heal` and `status`.
 *
 * @param findRunner asked only when the words make sense
 * @returns the lines to print
 * @throws ShopCommandError one sentence, which lists what is possible
 */
export async function runCommand(words: readonly string[], findRunner: () => Promise<Runner>): Promise<string[]> {
  const [word = '', ...names] = words;
  if (word === 'status') return status(await (await findRunner()).processes());
  if (word === 'heal') return heal(await findRunner());
  if (!isVerb(word))
    throw new ShopCommandError(`npm run shop ${word}: ${verbs.join(' | ')} <name>, heal or status is expected.`);
  const runner = await findRunner();
  const known = (await runner.processes()).map(({ name }) => name);
  const unknown = names.find(name => !known.includes(name));
  if (names.length === 0 || unknown !== undefined) {
    throw new ShopCommandError(`npm run shop ${word} ${unknown ?? '<name>'}: the names are ${known.join(', ')}.`);
  }
  for (const name of names) await runner.act(name, word);
  return status((await runner.processes()).filter(({ name }) => names.includes(name)));
}

/** Thaws what is frozen and starts what is down, databases first. */
async function heal(runner: Runner): Promise<string[]> {
  const ill = (await runner.processes()).filter(({ state }) => state !== 'running' && state !== 'starting');
  const cure = ({ name, state }: ShopProcess) => runner.act(name, state === 'frozen' ? 'thaw' : 'start');
  await Promise.all(ill.filter(({ kind }) => kind === 'database').map(cure));
  await Promise.all(ill.filter(({ kind }) => kind === 'app').map(cure));
  return ill.length === 0
    ? ['Nothing was wrong: everything runs.']
    : [`Healed: ${ill.map(({ name }) => name).join(', ')}.`];
}

function status(processes: readonly ShopProcess[]): string[] {
  return processes.map(
    ({ name, state, ready }) => `${name.padEnd(17)} ${state}${state === 'running' && !ready ? ', not ready' : ''}`,
  );
}

const isVerb = (word: string): word is Verb => (verbs as readonly string[]).includes(word);
