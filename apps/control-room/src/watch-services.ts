import { Injectable } from '@nestjs/common';
import { type ActiveFault, ops, type PipelineSnapshot, type PolicySettings } from '@watertight/contracts/ops';
import { type Client, httpClient } from '@watertight/service-kit';
import { addresses } from './addresses.ts';
import { config } from './config.ts';
import { policies } from './policies.ts';

/** One policy: what its pipeline does, which patterns are on, and its numbers. */
export type WatchedPipeline = PipelineSnapshot & PolicySettings;

/** What the control room knows of one service. */
export interface WatchedService {
  name: string;
  /** `silent`: no answer within 0.8 s, the fastest sign of a hang. */
  word: 'ready' | 'not ready' | 'silent';
  /** When it told its pipelines, ISO 8601; null when it never did. Of a silent service they are what it said last. */
  toldAt: string | null;
  pipelines: WatchedPipeline[];
  /** What it is broken by on purpose. Of a silent service nobody knows. */
  faults: readonly ActiveFault[];
}

interface Watched {
  readonly client: Client<typeof ops>;
  last: WatchedService;
}

/** Asks every service how it is; those that do not answer are told apart, never waited for. */
@Injectable()
export class WatchServices {
  private readonly services: readonly Watched[] = addresses.map(({ name, service, url }) => ({
    client: httpClient(ops, policies[`watch-${service}`], [url], { bearer: config.opsToken }),
    last: { name, word: 'silent', toldAt: null, pipelines: [], faults: [] },
  }));

  read(): Promise<WatchedService[]> {
    return Promise.all(this.services.map(watch));
  }
}

async function watch(watched: Watched): Promise<WatchedService> {
  const { client, last } = watched;
  const [ready, resilience, patterns, faults] = await Promise.allSettled([
    client.readReady({}),
    client.readResilience({}),
    client.readPatterns({}),
    client.listFaults({}),
  ]);
  if (resilience.status === 'rejected' || patterns.status === 'rejected')
    return { ...last, word: 'silent', faults: [] };
  // A name may be "constructor": what comes over the wire is no object to look names up in.
  const settings = new Map(Object.entries(patterns.value.policies));
  watched.last = {
    name: last.name,
    word: ready.status === 'fulfilled' ? 'ready' : 'not ready',
    toldAt: new Date().toISOString(),
    pipelines: resilience.value.pipelines.map(pipeline => ({ ...(settings.get(pipeline.name) ?? none), ...pipeline })),
    faults: faults.status === 'fulfilled' ? faults.value.faults : [], // without FAULTS=on it knows none
  };
  return watched.last;
}

/** Its pipeline was made between the two answers. */
const none: PolicySettings = { switches: {}, numbers: {} };
