import { setImmediate, setTimeout } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { ActiveFault, Backlog, OpsState, PipelineSnapshot, PolicySettings } from '@watertight/contracts/ops';
import { SECOND } from '@watertight/resilience';
import { type Follower, followState, silentAfterMs } from '@watertight/service-kit';
import { type Address, addresses } from './addresses.ts';
import { config } from './config.ts';

/** One policy: what its pipeline does, which patterns are on, and its numbers. */
export type WatchedPipeline = PipelineSnapshot & PolicySettings & { perSecond: number };

/** What the control room knows of one service. */
export interface WatchedService {
  name: string;
  /** `silent`: no answer within 0.8 s, the fastest sign of a hang. */
  status: 'ready' | 'not ready' | 'silent';
  /** When it reported last, ISO 8601; null if it never did. */
  reportedAt: string | null;
  pipelines: WatchedPipeline[];
  /** Patterns of its own, beside those of its policies, and whether each is on. */
  patterns: Readonly<Record<string, boolean>>;
  /** When a change is undone by itself, ISO 8601: `search.breaker` of a policy, `idempotency` of the service. */
  undoneAt: Readonly<Record<string, string>>;
  /** Of a service with an outbox: the events that wait. */
  backlog?: Backlog | undefined;
  /** The faults that are on. Of a silent service they are unknown. */
  faults: readonly ActiveFault[];
}

/** After a change: until every service has reported again. */
const LOOK_AGAIN_MS = 10;

/** Follows every service. One that does not answer is silent, and is waited for only until that is known. */
@Injectable()
export class WatchServices implements OnModuleDestroy {
  private readonly services = addresses.map(address => new Watched(address));
  private changedAtMs = 0;

  onModuleDestroy(): void {
    for (const service of this.services) service.close();
  }

  /** A button has changed something: the next reading is of reports that came later. */
  forget(): void {
    this.changedAtMs = performance.now();
  }

  async read(): Promise<WatchedService[]> {
    await setImmediate(); // after a pause of this process its sockets are read first, or every service would look silent
    while (this.services.some(each => each.isOlderThan(this.changedAtMs))) await setTimeout(LOOK_AGAIN_MS);
    return this.services.map(each => each.read());
  }
}

/** The last report of one process, and whether it still reports. */
class Watched implements Follower {
  private state: OpsState | undefined;
  private reportedAtMs = 0;
  private readonly followedAtMs = performance.now();
  private isLost = false;
  /** What `read` returned last, and the state it was made of. */
  private last: WatchedService;
  private lastState: OpsState | undefined;
  private lastReadAtMs = 0;
  readonly close: () => void;

  constructor({ name, service, url }: Address) {
    this.last = { name, status: 'silent', reportedAt: null, pipelines: [], patterns: {}, undoneAt: {}, faults: [] };
    this.close = followState(service, url, config.opsToken, this);
  }

  told(state: OpsState): void {
    this.state = state;
    this.same();
  }

  same(): void {
    this.reportedAtMs = performance.now();
    this.isLost = false;
  }

  lost(): void {
    this.isLost = true;
  }

  private get isSilent(): boolean {
    return this.isLost || performance.now() - Math.max(this.reportedAtMs, this.followedAtMs) > silentAfterMs;
  }

  /** Whether its last report is older, and a newer one may still come. */
  isOlderThan(sinceMs: number): boolean {
    return this.reportedAtMs <= sinceMs && !this.isSilent;
  }

  private asSilent(): WatchedService {
    this.lastState = undefined;
    if (this.last.status !== 'silent')
      this.last = { ...this.last, status: 'silent', reportedAt: this.reportedAt, faults: [] };
    return this.last;
  }

  private get reportedAt(): string {
    return new Date(Date.now() - (performance.now() - this.reportedAtMs)).toISOString();
  }

  /** Returns the same object while nothing has changed. */
  read(): WatchedService {
    const { state, last } = this;
    if (state === undefined) return last;
    if (this.isSilent) return this.asSilent();
    if (state === this.lastState && last.pipelines.every(({ perSecond }) => perSecond === 0)) return last;
    this.lastState = state;
    const nowMs = performance.now();
    // A name from the wire may be "constructor", so names are looked up in a Map.
    const settingsOf = new Map(Object.entries(state.policies));
    const rateOf = rates(last, nowMs - this.lastReadAtMs);
    this.lastReadAtMs = nowMs;
    this.last = {
      name: last.name,
      status: state.ready ? 'ready' : 'not ready',
      reportedAt: this.reportedAt,
      pipelines: state.pipelines.map(pipeline => ({
        ...(settingsOf.get(pipeline.name) ?? noSettings),
        ...pipeline,
        perSecond: rateOf(pipeline),
      })),
      patterns: state.patterns ?? {},
      undoneAt: state.undoneAt ?? {},
      backlog: state.backlog,
      faults: state.faults,
    };
    return this.last;
  }
}

/** Calls a second since the reading before, averaged with the number before, so that it changes slowly enough to be read. */
function rates(last: WatchedService, sinceMs: number): (now: PipelineSnapshot) => number {
  const before = new Map(last.pipelines.map(each => [each.name, each]));
  return ({ name, counts }) => {
    const earlier = before.get(name);
    if (earlier === undefined) return 0;
    const newCalls = Math.max(0, counts.calls - earlier.counts.calls); // fewer than before: its pipelines were restarted
    const perSecond = (earlier.perSecond + (newCalls * SECOND) / Math.max(1, sinceMs)) / 2;
    return perSecond < LEAST_PER_SECOND ? 0 : perSecond;
  };
}

/** A smaller rate is shown as 0; otherwise it would be halved forever. */
const LEAST_PER_SECOND = 0.05;

/** Of a pipeline that was created between the two answers. */
const noSettings: PolicySettings = { service: '', switches: {}, numbers: {} };
