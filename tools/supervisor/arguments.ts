import { apps } from '@watertight/topology';

/** The ports of more would reach those of other services. */
const MOST = 9;

/** Arguments of `npm start` that mean nothing. The message says what is expected. */
export class ArgumentError extends Error {}

/** What `npm start` was asked for. */
export interface Asked {
  /** How many processes of each app, where it is not one. */
  replicas: Map<string, number>;
  /** Where a process listens, where it is not its usual port. */
  ports: Map<string, number>;
  /** Whether the storefront without its patterns runs beside. */
  twin: boolean;
}

/**
 * Reads `--replicas payment=2,search=3`, `--ports storefront=9080,search=4001` and `--twin`.
 *
 * @throws ArgumentError
 */
export function readArguments(words: readonly string[]): Asked {
  const asked: Asked = { replicas: new Map(), ports: new Map(), twin: false };
  const args = words.filter(word => word !== '--'); // npm takes it away; a start without npm may leave it
  for (const [index, arg] of args.entries()) {
    if (takesList(args[index - 1])) continue;
    const [, option = arg, list = args[index + 1]] = /^(--[a-z]+)(?:=(.+))?$/.exec(arg) ?? [];
    if (arg === '--twin') asked.twin = true;
    else readList(asked, option, list);
  }
  return asked;
}

const takesList = (arg: string | undefined) => arg === '--replicas' || arg === '--ports';

function readList(asked: Asked, option: string, list: string | undefined): void {
  if (!takesList(option) || !list) {
    throw new ArgumentError(
      `"${option}" means nothing here: npm start -- takes --replicas payment=2, --ports storefront=9080 and --twin.`,
    );
  }
  for (const part of list.split(','))
    if (option === '--replicas') asked.replicas.set(...replica(part));
    else asked.ports.set(...portOf(part));
}

function portOf(part: string): [name: string, port: number] {
  const [, name = '', digits = ''] = /^([a-z0-9-]+)=(\d+)$/.exec(part) ?? [];
  const port = Number(digits);
  if (port < 1 || port > 65_535)
    throw new ArgumentError(`--ports "${part}": <process>=<1 to 65535> is expected, for example storefront=9080.`);
  return [name, port];
}

function replica(part: string): [app: string, count: number] {
  const [, app = '', digits = ''] = /^([a-z-]+)=(\d+)$/.exec(part) ?? [];
  const count = Number(digits);
  const known = apps.find(({ name }) => name === app);
  const most = Math.min(MOST, known?.maxReplicas ?? MOST);
  if (!known || count < 1 || count > most) {
    const names = apps.map(({ name }) => name).join(', ');
    throw new ArgumentError(`--replicas "${part}": <app>=<1 to ${most}> is expected, with one of ${names}.`);
  }
  return [app, count];
}
