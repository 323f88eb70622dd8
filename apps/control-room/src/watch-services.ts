import { Injectable } from '@nestjs/common';
import { type ActiveFault, ops, type PipelineSnapshot, type PolicySettings } from '@watertight/contracts/ops';
import { SECOND } from '@watertight/resilience';
import { type Client, httpClient } from '@watertight/service-kit';
import { addresses } from './addresses.ts';
import { config } from './config.ts';
import { policies } from './policies.ts';

/** One policy: what its pipeline does, which patterns are on, and its numbers. */
export type WatchedPipeline = PipelineSnapshot & PolicySettings & { perSecond: number };

/** What the control room knows of one service. */
export interface WatchedService {
  name: string;
  /** `silent`: no answer within 0.8 s, the fastest sign of a hang. */
  word: 'ready' | 'not ready' | 'silent';
  /** When it told its pipelines, ISO 8601; null when it never did. Of a silent service they are what it said last. */
  toldAt: string | null;
  pipelines: WatchedPipeline[];
  /** Patterns of its own, beside those of its policies, and whether each is on. */
  patterns: Readonly<Record<string, boolean>>;
  /** What it is broken by on purpose. Of a silent service nobody knows. */
  faults: readonly ActiveFault[];
}

interface Watched {
  readonly client: Client<typeof ops>;
  last: WatchedService;
  toldAtMs: number;
}

/** Asks every service how it is; those that do not answer are told apart, never waited for. */
@Injectable()
export class WatchServices {
  private readonly services: readonly Watched[] = addresses.map(({ name, service, url }) => ({
    client: httpClient(ops, policies[`watch-${service}`], [url], { bearer: config.opsToken }),
    last: { name, word: 'silent', toldAt: null, pipelines: [], patterns: {}, faults: [] },
    toldAtMs: 0,
  }));

  read(): Promise<WatchedService[]> {
    return Promise.all(this.services.map(watch));
  }
}

async function watch(watched: Watched): Promise<WatchedService> {
  const { client, last } = watched;
  try {
    const { ready, pipelines, policies: settings, patterns = {}, faults } = await client.readState({});
    // A name may be "constructor": what comes over the wire is no object to look names up in.
    const settingsOf = new Map(Object.entries(settings));
    const rateOf = rates(last, performance.now() - watched.toldAtMs);
    watched.toldAtMs = performance.now();
    watched.last = {
      name: last.name,
      word: ready ? 'ready' : 'not ready',
      toldAt: new Date().toISOString(),
      pipelines: pipelines.map(pipeline => ({
        ...(settingsOf.get(pipeline.name) ?? none),
        ...pipeline,
        perSecond: rateOf(pipeline),
      })),
      patterns,
      faults,
    };
    return watched.last;
  } catch {
    return { ...last, word: 'silent', faults: [] };
  }
}

/** Calls a second since the reading before; half of the number of then, so that it can be read. */
function rates(last: WatchedService, sinceMs: number): (now: PipelineSnapshot) => number {
  const before = new Map(last.pipelines.map(each => [each.name, each]));
  return ({ name, counts }) => {
    const then = before.get(name);
    if (then === undefined) return 0;
    const newCalls = Math.max(0, counts.calls - then.counts.calls); // fewer than before: its pipelines were made new
    return (then.perSecond + (newCalls * SECOND) / Math.max(1, sinceMs)) / 2;
  };
}

/** Its pipeline was made between the two answers. */
const none: PolicySettings = { service: '', switches: {}, numbers: {} };
