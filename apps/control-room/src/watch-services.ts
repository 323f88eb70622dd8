import { Injectable } from '@nestjs/common';
import { ops, type PipelineSnapshot } from '@watertight/contracts/ops';
import { type Client, httpClient } from '@watertight/service-kit';
import { config } from './config.ts';
import { policies } from './policies.ts';

/** What the control room knows of one service. */
export interface WatchedService {
  name: string;
  /** `silent`: no answer within 0.8 s, the fastest sign of a hang. */
  word: 'ready' | 'not ready' | 'silent';
  pipelines: PipelineSnapshot[];
}

const addresses = {
  storefront: config.storefrontUrls,
  search: config.searchUrls,
  checkout: config.checkoutUrls,
  profile: config.profileUrls,
  payment: config.paymentUrls,
  recommendations: config.recommendationsUrls,
  comments: config.commentsUrls,
  bank: config.bankUrls,
};

/** Asks every service how it is; those that do not answer are told apart, never waited for. */
@Injectable()
export class WatchServices {
  private readonly clients = Object.entries(addresses).map(([name, urls]): [string, Client<typeof ops>] => [
    name,
    httpClient(ops, policies[`watch-${name as keyof typeof addresses}`], urls, { bearer: config.opsToken }),
  ]);

  read(): Promise<WatchedService[]> {
    return Promise.all(this.clients.map(([name, client]) => watch(name, client)));
  }
}

async function watch(name: string, client: Client<typeof ops>): Promise<WatchedService> {
  const [ready, resilience] = await Promise.allSettled([client.readReady({}), client.readResilience({})]);
  if (resilience.status === 'rejected') return { name, word: 'silent', pipelines: [] };
  return { name, word: ready.status === 'fulfilled' ? 'ready' : 'not ready', pipelines: resilience.value.pipelines };
}
