import { freePort } from '@watertight/embedded-databases';
import { ArgumentError } from './arguments.ts';
import { holderOf, isFree, PortError } from './ports.ts';
import type { Instance } from './process-table.ts';

/** A process that nobody opens in a browser moves this much up when its port is taken: 3001 becomes 13001. */
const MOVE_BY = 10_000;
const HIGHEST = 65_535;
/** People know these by their addresses, so they never move by themselves. */
const inBrowsers = new Set(['storefront', 'control-room']);

type Place = { name: string; port: number; isForBrowsers: boolean };

/** Where everything listens. */
export type Placed = {
  instances: Instance[];
  /** One line for each process that had to move. */
  moved: { name: string; port: number; because: string }[];
};

/**
 * Gives each process a port: the one the user chose, else its usual one, else, when that is taken, another.
 *
 * @param chosen by `--ports`
 * @throws PortError a port that people know is taken; ArgumentError a name or a port that cannot be
 */
export async function placePorts(instances: readonly Instance[], chosen: ReadonlyMap<string, number>): Promise<Placed> {
  const places: Place[] = instances.map(({ name, app, port }) => ({
    name,
    port,
    isForBrowsers: inBrowsers.has(app.name),
  }));
  requireKnownNames(places, chosen);
  const given = new Map<string, number>();
  const moved: Placed['moved'] = [];
  for (const { name, port, isForBrowsers } of places) {
    const others = new Set([...given.values(), ...[...chosen].filter(([other]) => other !== name).map(([, p]) => p)]);
    const wanted = chosen.get(name) ?? port;
    if (!others.has(wanted) && (await isFree(wanted, isForBrowsers))) {
      given.set(name, wanted);
      continue;
    }
    const because = others.has(wanted) ? 'another process of the shop' : describeHolder(wanted);
    if (isForBrowsers || chosen.has(name)) throw new PortError(refusal(name, wanted, because));
    const other = await freePortFor(wanted, others);
    given.set(name, other);
    moved.push({ name, port: other, because: `${wanted} is held by ${because}` });
  }
  return {
    instances: instances.map(each => ({ ...each, port: given.get(each.name) ?? each.port })),
    moved,
  };
}

const refusal = (name: string, port: number, holder: string) =>
  `Port ${port}, where ${name} listens, is held by ${holder}: stop that first, or choose another port (npm start -- --ports ${name}=${(port + 1000) % HIGHEST}).`;

function describeHolder(port: number): string {
  const holder = holderOf(port);
  return holder ? `process ${holder.pid} (${holder.command})` : 'a process of another user';
}

async function freePortFor(usual: number, others: ReadonlySet<number>): Promise<number> {
  for (let port = usual + MOVE_BY; port <= HIGHEST; port += MOVE_BY)
    if (!others.has(port) && (await isFree(port, false))) return port;
  return freePort();
}

function requireKnownNames(places: readonly Place[], chosen: ReadonlyMap<string, number>): void {
  const names = places.map(({ name }) => name);
  const unknown = [...chosen.keys()].find(name => !names.includes(name));
  if (unknown) throw new ArgumentError(`--ports: nothing here is called "${unknown}"; there are ${names.join(', ')}.`);
}
