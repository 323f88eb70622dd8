import { SECOND } from '@watertight/resilience';
import { lookUntil } from '@watertight/testing/until';
import { roomUrl, shopUrl } from '../addresses.ts';
import { command, ControlRoomError, press, roomState, type RoomState } from '../kit/control-room.ts';

/** Time for what comes before and after the arms: the shop must never be healed while an arm still runs. */
const MARGIN_S = 60;

/**
 * The open shop, lent to one experiment by its control room: with npm, Compose or Kubernetes.
 *
 * Faults, switches and counts go through the control room, so that its screen shows the experiment while it runs. It heals
 * the shop when the experiment ends, and by itself some time after `seconds`, should this process be killed.
 */
export class OpenShop implements AsyncDisposable {
  readonly url = shopUrl;
  private readonly id: string;
  /** At the beginning of the run. */
  private readonly before: RoomState;

  private constructor(id: string, before: RoomState) {
    this.id = id;
    this.before = before;
  }

  /** @throws ControlRoomError one sentence: no shop is open, it is not whole, or another experiment uses it */
  static async borrow(experiment: string, seconds: number): Promise<OpenShop> {
    const before = await roomState();
    const run = await command('POST', '/api/lab/runs', { experiment, seconds: Math.ceil(seconds) + MARGIN_S });
    borrowed = new OpenShop((run as { id: string }).id, before);
    await borrowed.takeAllVisitors();
    return borrowed;
  }

  /** Breaks all processes of a service, or one process: `fault('comments', 'hang', { forMs: 10_000 })`. */
  async fault(service: string, kind: string, fields: Readonly<Record<string, string | number>>): Promise<void> {
    const form = Object.entries(fields).map(([name, value]) => [name, String(value)]);
    for (const { name } of processesIn(await this.state(), service))
      await press('/faults', { service: name, kind, ...(Object.fromEntries(form) as Record<string, string>) });
  }

  /** Kills, freezes, thaws or starts a process. @throws ControlRoomError with Compose and Kubernetes, which have their own commands */
  async process(name: string, verb: 'kill' | 'freeze' | 'thaw' | 'start'): Promise<void> {
    await press(`/processes/${name}/${verb}`);
  }

  /** Starts a process again; resolves when the control room sees it ready. */
  async revive(name: string): Promise<void> {
    await this.process(name, 'start');
    const isReady = (state: RoomState) => processesIn(state, name).every(({ word }) => word === 'ready');
    await lookUntil(() => this.state(), isReady, { withinMs: 10 * SECOND, everyMs: 200 });
  }

  async stopFaults(): Promise<void> {
    await press('/faults/stop');
  }

  /** Switches a pattern of every policy of the shop. */
  async pattern(name: string, to: 'on' | 'off'): Promise<void> {
    await press(`/patterns/${name}/${to}`);
  }

  /** Switches a pattern of one policy. */
  async patternOf(service: string, policy: string, pattern: string, to: 'on' | 'off'): Promise<void> {
    await press(`/policies/${service}/${policy}/${pattern}/${to}`);
  }

  /** Makes the pipelines of a service as new: breakers closed, patterns on. */
  async restartPatterns(service: string): Promise<void> {
    await press(`/services/${service}/reset`);
  }

  /** Returns the numbers of a policy by their names: `failuresToOpen`, `afterMs`. */
  async numbersOf(service: string, policy: string): Promise<Readonly<Record<string, number>>> {
    const { services } = await this.state();
    const numbers = services
      .find(({ name }) => name === service)
      ?.pipelines.find(({ name }) => name === policy)?.numbers;
    if (numbers === undefined) throw new Error(`${service} has no policy ${policy}`);
    return numbers as Record<string, number>;
  }

  /** Returns how many processes of a service the control room knows. In Kubernetes replicas share one address and count as one. */
  async processesOf(service: string): Promise<number> {
    return processesIn(await this.state(), service).length;
  }

  /** Returns the address at which a service answers other services. @throws ControlRoomError containers publish no such port */
  async innerUrl(service: string): Promise<string> {
    const port = (await this.state()).processes?.list.find(({ name }) => name === service)?.port;
    if (!port)
      throw new ControlRoomError(
        `This experiment sends requests to ${service} itself, and containers publish no port of it: open the shop with npm start.`,
      );
    return `http://${new URL(roomUrl).hostname}:${port}`;
  }

  /** How often the fault of this kind has struck at the service, in all its processes. */
  async struck(service: string, kind: string): Promise<number> {
    const faults = processesIn(await this.state(), service).flatMap(each => each.faults);
    return faults.filter(fault => fault.kind === kind).reduce((sum, { injected }) => sum + injected, 0);
  }

  /** How many calls of a policy its patterns have refused since they are new. */
  async refused(service: string, policy: string): Promise<number> {
    const { services } = await this.state();
    const { pipelines = [] } = services.find(({ name }) => name === service) ?? {};
    return pipelines.find(({ name }) => name === policy)?.counts.refused ?? 0;
  }

  /** Stops all faults, puts all patterns but `limits` on and closes all breakers. */
  async heal(): Promise<void> {
    await press('/heal');
    await this.takeAllVisitors();
  }

  /** All visitors of an experiment come from one address: limits per visitor would measure themselves. */
  private async takeAllVisitors(): Promise<void> {
    await this.pattern('limits', 'off');
  }

  /** Returns what befell processes that no experiment has killed, a sentence for each. */
  async interruptions(): Promise<string[]> {
    return interruptionsIn(this.before, await this.state());
  }

  /** Returns how many processes do not report that they are ready for 3 s; one that has just stalled does not for a second. */
  async unhealthy(): Promise<number> {
    const unready = ({ services }: RoomState) => services.filter(({ word }) => word !== 'ready').length;
    const { seen } = await lookUntil(
      () => this.state(),
      each => unready(each) === 0,
      { withinMs: 3 * SECOND, everyMs: 200 },
    );
    return unready(seen);
  }

  state(): Promise<RoomState> {
    return roomState();
  }

  /** Returns the shop healed. */
  async [Symbol.asyncDispose](): Promise<void> {
    borrowed = undefined;
    // A control room that does not answer is no reason to hide why the run failed; services undo everything by themselves.
    await command('DELETE', `/api/lab/runs/${this.id}`).catch(() => undefined);
  }
}

/** Returns the processes of a service; the name of one process returns that process. */
export function processesIn({ services }: RoomState, service: string): RoomState['services'] {
  const name = new RegExp(`^${service}(-\\d+)?$`);
  return services.filter(each => name.test(each.name));
}

/** Returns which processes do not answer now, and which have crashed and were started again since `before`. */
export function interruptionsIn(before: RoomState, now: RoomState): string[] {
  const restartsBefore = new Map(before.processes?.list.map(({ name, restarts }) => [name, restarts]));
  const silent = now.services.filter(({ word }) => word === 'silent').map(({ name }) => `${name} did not answer`);
  const again = now.processes?.list.filter(({ name, restarts }) => restarts > (restartsBefore.get(name) ?? 0)) ?? [];
  return [...silent, ...again.map(({ name }) => `${name} crashed and was started again`)];
}

let borrowed: OpenShop | undefined;

/** For the end of the process: an arm may still run, and what it does afterwards fails. */
export async function giveShopBack(): Promise<void> {
  await borrowed?.[Symbol.asyncDispose]();
}
