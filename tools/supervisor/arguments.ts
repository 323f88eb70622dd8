import { apps } from './process-table.ts';

const MOST = 9;

/** Arguments of `npm start` that mean nothing. The message says what is expected. */
export class ArgumentError extends Error {}

/**
 * How many processes of each app to run, from `--replicas payment=2,search=3`.
 *
 * @throws ArgumentError
 */
export function replicasFrom(words: readonly string[]): Map<string, number> {
  const replicas = new Map<string, number>();
  const args = words.filter(word => word !== '--'); // npm takes it away; who starts us without npm may leave it
  for (const [index, arg] of args.entries()) {
    if (args[index - 1] === '--replicas') continue;
    const list = arg === '--replicas' ? args[index + 1] : /^--replicas=(.+)$/.exec(arg)?.[1];
    if (list === undefined) {
      throw new ArgumentError(`"${arg}" means nothing here: npm start -- --replicas payment=2 is what there is.`);
    }
    for (const part of list.split(',')) replicas.set(...replica(part));
  }
  return replicas;
}

function replica(part: string): [app: string, count: number] {
  const [, app = '', digits = ''] = /^([a-z-]+)=(\d+)$/.exec(part) ?? [];
  const count = Number(digits);
  if (!apps.some(({ name }) => name === app) || count < 1 || count > MOST) {
    const names = apps.map(({ name }) => name).join(', ');
    throw new ArgumentError(`--replicas "${part}": <app>=<1 to ${MOST}> is expected, with one of ${names}.`);
  }
  return [app, count];
}
