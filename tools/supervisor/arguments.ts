import { apps } from './process-table.ts';

const MOST = 9;

/** Arguments of `npm start` that mean nothing. The message says what is expected. */
export class ArgumentError extends Error {}

/** What `npm start` was asked for. */
export interface Asked {
  /** How many processes of each app, where it is not one. */
  replicas: Map<string, number>;
  /** Whether the storefront without its patterns runs beside. */
  twin: boolean;
}

/**
 * Reads `--replicas payment=2,search=3` and `--twin`.
 *
 * @throws ArgumentError
 */
export function readArguments(words: readonly string[]): Asked {
  const asked: Asked = { replicas: new Map(), twin: false };
  const args = words.filter(word => word !== '--'); // npm takes it away; who starts us without npm may leave it
  for (const [index, arg] of args.entries()) {
    if (args[index - 1] === '--replicas') continue;
    if (arg === '--twin') asked.twin = true;
    else for (const part of listOf(arg, args[index + 1])) asked.replicas.set(...replica(part));
  }
  return asked;
}

function listOf(arg: string, next: string | undefined): string[] {
  const list = arg === '--replicas' ? next : /^--replicas=(.+)$/.exec(arg)?.[1];
  if (list !== undefined) return list.split(',');
  throw new ArgumentError(
    `"${arg}" means nothing here: npm start -- --replicas payment=2 and --twin are what there is.`,
  );
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
