import { setImmediate, setTimeout } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { ActiveFault, OpsState, PipelineSnapshot, PolicySettings } from '@watertight/contracts/ops';
import { SECOND } from '@watertight/resilience';
import { type Follower, followState, silentAfterMs } from '@watertight/service-kit';
import { addresses } from './addresses.ts';
import { config } from './config.ts';

/** One policy: what its pipeline does, which patterns are on, and its numbers. */
export type WatchedPipeline = PipelineSnapshot & PolicySettings & { perSecond: number };

/** What the control room knows of one service. */
export interface WatchedService {
  name: string;
  /** `silent`: no answer within 0.8 s, the fastest sign of a hang. */
  word: 'ready' | 'not ready' | 'silent';
  /** When it told its pipelines, ISO 8601; null when it never did. Of a silent service: when it said something last. */
  toldAt: string | null;
  pipelines: WatchedPipeline[];
  /** Patterns of its own, beside those of its policies, and whether each is on. */
  patterns: Readonly<Record<string, boolean>>;
  /** What it is broken by on purpose. Of a silent service nobody knows. */
  faults: readonly ActiveFault[];
}

/** After a change: until everybody has said something since. */
const LOOK_AGAIN_MS = 10;

/** Follows every service; those that say nothing are told apart, and waited for no longer than it takes to know that. */
@Injectable()
export class WatchServices implements OnModuleDestroy {
  private readonly services = addresses.map(({ name, url }) => new Watched(name, url));
  private changedAtMs = 0;

  onModuleDestroy(): void {
    for (const service of this.services) service.close();
  }

  /** Something was changed from here: the next reading is of what was said after it. */
  forget(): void {
    this.changedAtMs = performance.now();
  }

  async read(): Promise<WatchedService[]> {
    await setImmediate(); // a room that was descheduled reads its sockets before it calls anybody silent
    while (this.services.some(each => each.owesAWord(this.changedAtMs))) await setTimeout(LOOK_AGAIN_MS);
    return this.services.map(each => each.read());
  }
}

/** What one process tells, and since when it tells nothing. */
class Watched implements Follower {
  private state: OpsState | undefined;
  private heardAtMs = 0;
  private readonly followedAtMs = performance.now();
  private isLost = false;
  private last: WatchedService;
  private readState: OpsState | undefined;
  private readAtMs = 0;
  readonly close: () => void;

  constructor(name: string, url: string) {
    this.last = { name, word: 'silent', toldAt: null, pipelines: [], patterns: {}, faults: [] };
    this.close = followState(url, config.opsToken, this);
  }

  told(state: OpsState): void {
    this.state = state;
    this.same();
  }

  same(): void {
    this.heardAtMs = performance.now();
    this.isLost = false;
  }

  lost(): void {
    this.isLost = true;
  }

  private get isSilent(): boolean {
    return this.isLost || performance.now() - Math.max(this.heardAtMs, this.followedAtMs) > silentAfterMs;
  }

  /** Whether it has said nothing since, and may yet. */
  owesAWord(sinceMs: number): boolean {
    return this.heardAtMs <= sinceMs && !this.isSilent;
  }

  private asSilent(): WatchedService {
    this.readState = undefined;
    if (this.last.word !== 'silent') this.last = { ...this.last, word: 'silent', toldAt: this.toldAt, faults: [] };
    return this.last;
  }

  private get toldAt(): string {
    return new Date(Date.now() - (performance.now() - this.heardAtMs)).toISOString();
  }

  /** The same object as long as nothing is otherwise. */
  read(): WatchedService {
    const { state, last } = this;
    if (state === undefined) return last;
    if (this.isSilent) return this.asSilent();
    if (state === this.readState && last.pipelines.every(({ perSecond }) => perSecond === 0)) return last;
    this.readState = state;
    const nowMs = performance.now();
    // A name may be "constructor": what comes over the wire is no object to look names up in.
    const settingsOf = new Map(Object.entries(state.policies));
    const rateOf = rates(last, nowMs - this.readAtMs);
    this.readAtMs = nowMs;
    this.last = {
      name: last.name,
      word: state.ready ? 'ready' : 'not ready',
      toldAt: this.toldAt,
      pipelines: state.pipelines.map(pipeline => ({
        ...(settingsOf.get(pipeline.name) ?? none),
        ...pipeline,
        perSecond: rateOf(pipeline),
      })),
      patterns: state.patterns ?? {},
      faults: state.faults,
    };
    return this.last;
  }
}

/** Calls a second since the reading before; half of the number of then, so that it can be read. */
function rates(last: WatchedService, sinceMs: number): (now: PipelineSnapshot) => number {
  const before = new Map(last.pipelines.map(each => [each.name, each]));
  return ({ name, counts }) => {
    const then = before.get(name);
    if (then === undefined) return 0;
    const newCalls = Math.max(0, counts.calls - then.counts.calls); // fewer than before: its pipelines were made new
    const perSecond = (then.perSecond + (newCalls * SECOND) / Math.max(1, sinceMs)) / 2;
    return perSecond < LEAST_PER_SECOND ? 0 : perSecond;
  };
}

/** Below it is shown as none, and would be halved for ever. */
const LEAST_PER_SECOND = 0.05;

/** Its pipeline was made between the two answers. */
const none: PolicySettings = { service: '', switches: {}, numbers: {} };
