import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '@watertight/embedded-databases';
import { until } from '@watertight/testing';

const script = `
  const { onStopSignal } = await import('${import.meta.dirname}/stop-signals.ts');
  onStopSignal({ gently: () => console.log('gently'), atOnce: () => { console.log('at once'); process.exit(1); } });
  console.log('pid ' + process.pid);
  setInterval(() => {}, 1000);`;
const args = ['--no-warnings', '--input-type=module', '-e', script];

describe('the shop is told to stop', () => {
  let heard = '';
  let started: ChildProcess;
  const start = async (command: string[], env: Record<string, string> = {}) => {
    heard = '';
    started = spawn(process.execPath, command, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    });
    started.stdout?.on('data', chunk => (heard += String(chunk)));
    await until(() => heard.includes('pid '), { withinMs: 5000 });
    return Number(/pid (\d+)/.exec(heard)?.[1]);
  };
  afterEach(() => void started.kill('SIGKILL'));

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'by %s, once, however often npm and the terminal say it',
    async signal => {
      await start(args);
      for (let times = 1; times <= 3; times++) started.kill(signal);
      await until(() => heard.includes('gently'), { withinMs: 2000 });
      expect(heard.match(/gently/g)).toHaveLength(1);
      expect(heard).not.toContain('at once');
    },
  );

  it('by a second Ctrl-C, more than 1 s after the first, which is obeyed at once', async () => {
    await start(args);
    started.kill('SIGINT');
    await until(() => heard.includes('gently'), { withinMs: 2000 });
    const later = performance.now() + 1100;
    await until(() => performance.now() > later, { withinMs: 2000 });
    started.kill('SIGINT');
    expect(await once(started, 'exit')).toEqual([1, null]);
    expect(heard).toContain('at once');
  });

  it('by the end of its bootstrap, also by kill -9', async () => {
    // The bootstrap starts us and says who it is; it dies without a word.
    const bootstrap = `
      const { spawn } = await import('node:child_process');
      const env = { ...process.env, WATERTIGHT_BOOTSTRAP_PID: String(process.pid) };
      spawn(process.execPath, JSON.parse(process.env.ARGS), { stdio: 'inherit', env });`;
    const pid = await start(['--input-type=module', '-e', bootstrap], { ARGS: JSON.stringify(args) });

    started.kill('SIGKILL');

    await until(() => heard.includes('gently'), { withinMs: 3000 });
    process.kill(pid, 'SIGKILL');
    await until(() => !isAlive(pid), { withinMs: 1000 });
  });

  it('by a SIGTERM to npm alone, whose shell sends it to nobody', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'npm-stops-'));
    const bootstrap = `
      import { spawn } from 'node:child_process';
      import { forwardSignals } from '${join(import.meta.dirname, '../bootstrap/forward-signals.mjs')}';
      const child = spawn(process.execPath, JSON.parse(process.env.ARGS), { stdio: 'inherit' });
      forwardSignals(child);
      child.once('exit', () => process.exit(0));`;
    writeFileSync(join(folder, 'bootstrap.mjs'), bootstrap);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { start: 'node bootstrap.mjs; true' } }));
    heard = '';
    started = spawn('npm', ['start', '--silent'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ARGS: JSON.stringify(args) },
    });
    started.stdout?.on('data', chunk => (heard += String(chunk)));
    await until(() => heard.includes('pid '), { withinMs: 10_000 });
    const pid = Number(/pid (\d+)/.exec(heard)?.[1]);

    started.kill('SIGTERM');

    await until(() => heard.includes('gently'), { withinMs: 5000 });
    process.kill(pid, 'SIGKILL');
    await until(() => !isAlive(pid), { withinMs: 1000 });
  }, 20_000);
});
