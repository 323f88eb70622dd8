import { kind } from '../kind.ts';
import { spawn } from 'node:child_process';

/** Acts like `kill -9` from outside: the process finishes nothing and answers no request. */
export const crash = kind({
  says: 'the process ends itself, by SIGKILL',
  fields: {},
  process: () => void process.kill(process.pid, 'SIGKILL'),
});

/**
 * Runs beside us, for a stopped process cannot start itself. Its stdin is a pipe of ours: when we are killed meanwhile it
 * ends as well, and never wakes another process that was given our number.
 */
const THAW = `
  process.stdin.resume().once('end', () => process.exit());
  setTimeout(() => { process.kill(Number(process.argv[1]), 'SIGCONT'); process.exit(); }, Number(process.argv[2]));
  process.stdout.write('.');
`;

/** A real hang: the kernel still accepts connections, and the process does not answer them. */
export const freeze = kind({
  says: 'the process stops itself, by SIGSTOP, and goes on when the time is over',
  fields: {},
  process(forMs) {
    const helper = spawn(process.execPath, ['-e', THAW, String(process.pid), String(forMs)], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: {},
    });
    helper.on('error', () => undefined); // without the helper nothing could resume this process, so it does not stop
    helper.stdout.once('data', () => process.kill(process.pid, 'SIGSTOP'));
    helper.unref();
  },
});
