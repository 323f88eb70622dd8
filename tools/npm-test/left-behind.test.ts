import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { endLeftBehind } from './left-behind.ts';

const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('what a test run leaves behind', () => {
  const mark = `LEFT_BEHIND_TEST=${process.pid}`;
  const env = { ...process.env, LEFT_BEHIND_TEST: String(process.pid) };

  it('is ended and named, however deep it was started', async () => {
    // A shell that starts another in the background and ends: the inner one has no parent of this run any more.
    spawn('/bin/sh', ['-c', 'sleep 61 & sleep 0.3'], { env, stdio: 'ignore' });
    const left = await endLeftBehind(mark);
    expect(left).toEqual([{ pid: expect.any(Number), command: 'sleep 61' }]);
    expect(await endLeftBehind(mark)).toEqual([]);
  });

  it('is nothing when all ended by themselves in time', async () => {
    const child = spawn('/bin/sh', ['-c', 'sleep 0.3'], { env, stdio: 'ignore' });
    const ended = once(child, 'exit');
    expect(await endLeftBehind(mark)).toEqual([]);
    expect(await ended).toEqual([0, null]);
  });

  it('is not the process of another run', async () => {
    const child = spawn('sleep', ['62'], { env: { ...env, LEFT_BEHIND_TEST: 'another' }, stdio: 'ignore' });
    expect(await endLeftBehind(mark)).toEqual([]);
    child.kill();
    expect(await once(child, 'exit')).toEqual([null, 'SIGTERM']);
  });
});
