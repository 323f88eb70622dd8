import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { until } from '@watertight/testing';

/** Opens a breaker that rests for 1 s, and tells its states on stdout; thawed, it calls at once. */
const program = `
  import { definePolicies, pipeline } from ${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)};
  const calls = pipeline(definePolicies({ search: { breaker: { openMs: 1000, openJitter: 0 } } }).search);
  calls.on('state', ({ to }) => console.log(to));
  process.on('SIGCONT', async () => {
    const thawedAtMs = performance.now();
    await new Promise(resolve => setTimeout(resolve, 1));
    for (let probe = 0; probe < 2; probe++) await calls.run(() => 'answer').catch(error => console.log(error.name));
    console.log('after', Math.round(performance.now() - thawedAtMs));
    process.exit();
  });
  for (let call = 0; call < 5; call++) await calls.run(() => Promise.reject(new Error('down'))).catch(() => {});
  setInterval(() => {}, 1000);
`;

describe('a process that was frozen', () => {
  it('counts the frozen time: after 1.2 s a breaker that rests 1 s tries at once', async () => {
    const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines: string[] = [];
    createInterface(child.stdout).on('line', line => lines.push(line));
    try {
      await until(() => lines.includes('open'), { withinMs: 10_000 });
      child.kill('SIGSTOP');
      const frozenAtMs = performance.now();
      await until(() => performance.now() - frozenAtMs > 1200, { withinMs: 2000 });
      child.kill('SIGCONT');
      await until(() => lines.length === 4, { withinMs: 10_000 });
    } finally {
      child.kill('SIGKILL');
    }
    expect(lines.slice(0, 3)).toEqual(['open', 'half-open', 'closed']);
    expect(Number(lines[3]?.split(' ')[1])).toBeLessThan(500);
  }, 30_000);
});
