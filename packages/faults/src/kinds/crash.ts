import { kind } from '../kind.ts';

/** As `kill -9` from outside: nothing is finished and nobody is told. */
export const crash = kind({
  says: 'the process ends itself, by SIGKILL',
  fields: {},
  process: () => void process.kill(process.pid, 'SIGKILL'),
});
