import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { isAlive, processTree, stateOf } from '@watertight/embedded-databases';
import { until } from '@watertight/testing';
import { backOffMs } from './back-off.ts';
import { postgres } from './databases.ts';
import { Reaper } from './reaper.ts';
import { ScratchServices } from './scratch-service.ts';
import { NotApplicableError } from './supervised.ts';
import { type ProcessLine, Supervisor, UnknownProcessError } from './supervisor.ts';

const BACK_OFF_MS = 20;
const onLinux = process.platform === 'linux' ? describe : describe.skip; // other systems do not say who is stopped

const scratch = new ScratchServices();
const reaper = new Reaper();
afterAll(() => {
  reaper.dismiss();
  scratch.remove();
});

let supervisor: Supervisor;
let crashes: string[];
beforeEach(() => {
  crashes = [];
  const crashed = (name: string, end: object, ms: number | undefined) => crashes.push(`${name} again in ${ms} ms`);
  supervisor = new Supervisor(reaper, crashed, BACK_OFF_MS);
});
afterEach(async () => {
  supervisor.cancelUndos();
  for (const { name, state } of await supervisor.list()) {
    if (state !== 'stopped' && state !== 'killed') await supervisor.act(name, 'kill');
  }
});

async function add(name: string, env?: Record<string, string>): Promise<number> {
  const runnable = await scratch.runnable(name, env);
  supervisor.add(runnable);
  return runnable.port;
}

async function line(name: string): Promise<ProcessLine | undefined> {
  return (await supervisor.list()).find(each => each.name === name);
}

describe('a process under supervision', () => {
  it('is started when it is ready, with the environment it was given', async () => {
    const port = await add('search');
    expect(await line('search')).toMatchObject({ state: 'stopped', ready: false, pid: null });

    const started = await supervisor.act('search', 'start', { env: { CRASH_AT: 'winch' } });

    expect(started).toEqual({
      name: 'search',
      kind: 'app',
      pid: expect.any(Number),
      state: 'running',
      ready: true,
      port,
      restarts: 0,
      until: null,
    });
    expect(scratch.logs.lastLines('search', 1)).toEqual(['up with winch']);
  });

  it('stays down when it was killed by a verb, until it is started', async () => {
    await add('search');
    const { pid } = await supervisor.act('search', 'start');

    expect(await supervisor.act('search', 'kill')).toMatchObject({
      state: 'killed',
      pid: null,
      ready: false,
      restarts: 0,
    });
    expect(isAlive(pid as number)).toBe(false);
    await expect(supervisor.act('search', 'kill')).rejects.toThrow('search is killed: there is nothing to kill.');
    await expect(supervisor.act('search', 'thaw')).rejects.toThrow(NotApplicableError);

    expect(await supervisor.act('search', 'start')).toMatchObject({ state: 'running', ready: true, restarts: 0 });
    await expect(supervisor.act('search', 'start')).rejects.toThrow('search is running: there is nothing to start.');
  });

  it('is restarted when it dies without a verb', async () => {
    const port = await add('search');
    const { pid } = await supervisor.act('search', 'start');

    await fetch(`http://127.0.0.1:${port}/die`).catch(() => {}); // it may die before it has answered

    await until(async () => (await line('search'))?.restarts === 1 && (await line('search'))?.ready, {
      withinMs: 3000,
    });
    const again = await line('search');
    expect(again).toMatchObject({ state: 'running', restarts: 1 });
    expect(again?.pid).not.toBe(pid);
    expect(crashes).toEqual([`search again in ${BACK_OFF_MS} ms`]);
  });

  it('is left alone when a wrong setting ended it (78)', async () => {
    await add('search', { EXIT_CODE: '78' });
    await expect(supervisor.act('search', 'start')).rejects.toThrow('search ended before it was ready.');
    expect(crashes).toEqual(['search again in undefined ms']);
    expect(supervisor.find('search')?.isGivenUp).toBe(true);
  });

  it('that cannot even be launched is reported to who started it, and left alone', async () => {
    const runnable = await scratch.runnable('search');
    supervisor.add({ ...runnable, launch: () => Promise.reject(new Error('the disk is full')) });
    await expect(supervisor.act('search', 'start')).rejects.toThrow('the disk is full');
    expect(await line('search')).toMatchObject({ state: 'stopped', pid: null });
    expect(crashes).toEqual([]);
  });

  it('waits twice as long after each death, up to 30 s', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map(deaths => backOffMs(deaths, 1000))).toEqual([
      1000, 2000, 4000, 8000, 16_000, 30_000, 30_000,
    ]);
  });

  it('hangs while it is frozen and answers when it is thawed', async () => {
    await add('search');
    const { pid } = await supervisor.act('search', 'start');

    expect(await supervisor.act('search', 'freeze')).toMatchObject({ state: 'frozen', ready: false, pid });
    await expect(supervisor.act('search', 'freeze')).rejects.toThrow(NotApplicableError);
    expect(await supervisor.act('search', 'thaw')).toMatchObject({ state: 'running', ready: true, pid });
  });

  it('can be stopped while it is frozen', async () => {
    await add('search');
    await supervisor.act('search', 'start');
    await supervisor.act('search', 'freeze');
    expect(await supervisor.act('search', 'stop')).toMatchObject({ state: 'stopped', pid: null });
  });

  it('is frozen for 300 ms and then thawed by itself', async () => {
    await add('search');
    await supervisor.act('search', 'start');
    const askedMs = Date.now();

    const { until: thawedAt } = await supervisor.act('search', 'freeze', { forMs: 300 });

    expect(Date.parse(thawedAt as string) - askedMs).toBeGreaterThanOrEqual(300);
    await until(async () => (await line('search'))?.ready, { withinMs: 2000 });
    expect(Date.now() - askedMs).toBeGreaterThanOrEqual(300);
    expect(await line('search')).toMatchObject({ state: 'running', until: null });
  });

  it('is not thawed by a timer that another verb has overtaken', async () => {
    await add('search');
    await supervisor.act('search', 'start');
    await supervisor.act('search', 'freeze', { forMs: 50 });
    await supervisor.act('search', 'thaw');
    await supervisor.act('search', 'freeze');
    const afterTheTimerMs = performance.now() + 100;
    await until(() => performance.now() > afterTheTimerMs, { withinMs: 1000 });
    expect(await line('search')).toMatchObject({ state: 'frozen', until: null });
  });

  it('is unknown by another name, and the known ones are listed', async () => {
    await add('search');
    await add('bank');
    const nobody = supervisor.act('serch', 'kill');
    await expect(nobody).rejects.toThrow(UnknownProcessError);
    await expect(nobody).rejects.toThrow('There is no process "serch"; there are: search, bank.');
  });
});

onLinux('a PostgreSQL under supervision', () => {
  it('is frozen and killed with all its backends, and comes back with its data on its port', async () => {
    const database = await postgres(scratch.dir, scratch.logs);
    supervisor.add(database);
    const { pid, port } = await supervisor.act('postgres', 'start');
    const backends = processTree(pid as number);
    expect(backends.length).toBeGreaterThan(3);

    await supervisor.act('postgres', 'freeze');
    await until(() => backends.every(each => stateOf(each) === 'T'), { withinMs: 1000 });
    await supervisor.act('postgres', 'thaw');
    await supervisor.act('postgres', 'kill');
    await until(() => !backends.some(isAlive), { withinMs: 1000 });

    expect(await supervisor.act('postgres', 'start')).toMatchObject({ state: 'running', ready: true, port });
  });
});

describe('the end of the supervisor by kill -9', () => {
  it('leaves no process behind: none frozen, none that ignores SIGTERM', async () => {
    const script = `
      const { Supervisor } = await import('${import.meta.dirname}/supervisor.ts');
      const { Reaper } = await import('${import.meta.dirname}/reaper.ts');
      const { ScratchServices } = await import('${import.meta.dirname}/scratch-service.ts');
      const services = new ScratchServices();
      const supervisor = new Supervisor(new Reaper(), () => {});
      for (const [name, env] of [['one', {}], ['frozen', {}], ['stubborn', { STUBBORN: 'yes' }]]) {
        supervisor.add(await services.runnable(name, env));
        await supervisor.act(name, 'start');
      }
      await supervisor.act('frozen', 'freeze');
      console.log(JSON.stringify({ dir: services.dir, pids: (await supervisor.list()).map(({ pid }) => pid) }));
      setInterval(() => {}, 1000);`;
    const victim = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [chunk] = (await once(victim.stdout, 'data')) as [Buffer];
    const { dir, pids } = JSON.parse(String(chunk)) as { dir: string; pids: number[] };
    expect(pids.map(isAlive)).toEqual([true, true, true]);

    victim.kill('SIGKILL');

    await until(() => !pids.some(isAlive), { withinMs: 8000 });
    rmSync(dir, { recursive: true });
  });
});
