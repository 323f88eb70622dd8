import { kind } from '../kind.ts';

/** Acts like `kill -9` from outside: the process finishes nothing and answers no request. */
export const crash = kind({
  says: 'the process ends itself, by SIGKILL',
  fields: {},
  process: () => void process.kill(process.pid, 'SIGKILL'),
});
