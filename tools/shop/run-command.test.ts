import { runCommand } from './run-command.ts';
import { ShopCommandError, type Runner, type ShopProcess } from './runner.ts';

const opposite: Record<string, string> = {
  kill: 'killed',
  stop: 'stopped',
  freeze: 'frozen',
  thaw: 'running',
  start: 'running',
};

/** A shop in memory: verbs change its states, and are written down. */
function shop(states: Record<string, string>) {
  const done: string[] = [];
  const processes = () =>
    Object.entries(states).map(([name, state]): ShopProcess => {
      return { name, kind: name === 'postgres' ? 'database' : 'app', state, ready: state === 'running' };
    });
  const runner: Runner = {
    processes: () => Promise.resolve(processes()),
    act: async (name, verb) => {
      done.push(`${verb} ${name}`);
      states[name] = opposite[verb] as string;
    },
  };
  const room = {
    breaks: async (service: string, fault: object) => void done.push(`break ${service} ${JSON.stringify(fault)}`),
    mendsAll: async () => void done.push('mend all'),
  };
  return { done, run: (...words: string[]) => runCommand(words, () => Promise.resolve(runner), room) };
}

describe('npm run shop', () => {
  it('does the verb and shows what became of it', async () => {
    const { done, run } = shop({ search: 'running', comments: 'running' });
    expect(await run('kill', 'comments')).toEqual(['comments          killed']);
    expect(done).toEqual(['kill comments']);
  });

  it('takes several names', async () => {
    const { done, run } = shop({ search: 'running', comments: 'running' });
    await run('freeze', 'search', 'comments');
    expect(done).toEqual(['freeze search', 'freeze comments']);
  });

  it('heals: thaws what is frozen and starts what is down, databases first', async () => {
    const { done, run } = shop({ search: 'frozen', comments: 'killed', bank: 'running', postgres: 'stopped' });
    expect(await run('heal')).toEqual(['Healed: search, comments, postgres; no fault is on.']);
    expect(done).toEqual(['start postgres', 'thaw search', 'start comments', 'mend all']);
    expect(await run('heal')).toEqual(['Everything runs, and no fault is on.']);
  });

  it('breaks a service on purpose, with the fields of the fault', async () => {
    const { done, run } = shop({ search: 'running' });
    expect(await run('fault', 'hang', 'search')).toEqual(['search            hang, for 30 s']);
    await run('fault', 'slow', 'search', 'delayMs=300', '--forMs=10000', 'match.caller=storefront');
    expect(done).toEqual([
      'break search {"kind":"hang"}',
      'break search {"delayMs":"300","forMs":"10000","match.caller":"storefront","kind":"slow"}',
    ]);
  });

  it.each([
    [
      ['fault', 'hang'],
      'fault: <kind> <name> and field=value are expected, for example npm run shop fault slow search delayMs=300 forMs=10000',
    ],
    [
      ['fault', 'hang', 'search', '10s'],
      '10s: <kind> <name> and field=value are expected, for example npm run shop fault slow search delayMs=300 forMs=10000',
    ],
    [
      ['explode', 'search'],
      'npm run shop explode: kill | freeze | thaw | start | stop <name>, fault <kind> <name>, heal or status is expected.',
    ],
    [[], 'npm run shop : kill | freeze | thaw | start | stop <name>, fault <kind> <name>, heal or status is expected.'],
    [['kill', 'serch'], 'npm run shop kill serch: the names are search, bank.'],
    [['kill'], 'npm run shop kill <name>: the names are search, bank.'],
  ])('answers %j with one sentence', async (words, sentence) => {
    const { done, run } = shop({ search: 'running', bank: 'running' });
    await expect(run(...words)).rejects.toThrow(new ShopCommandError(sentence));
    expect(done).toEqual([]);
  });
});
