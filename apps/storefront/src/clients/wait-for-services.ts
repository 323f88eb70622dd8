import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '@watertight/resilience';
import { isReady, type Logger } from '@watertight/service-kit';
import { config } from '../config.ts';
import type { LastKnown } from './last-known.ts';

/** A shop without one of the other services is worth opening; so is one that has copies of its goods to show. */
const BRIEFLY_MS = Math.min(5 * SECOND, config.servicesWaitMs);
const ASK_EVERY_MS = 100;
const ANSWER_WITHIN_MS = 1 * SECOND;

const services = {
  search: config.searchUrls,
  checkout: config.checkoutUrls,
  profile: config.profileUrls,
  recommendations: config.recommendationsUrls,
  comments: config.commentsUrls,
};

/**
 * Waits until every service is ready, so that the first page of a shop that opens is whole.
 *
 * A service that is dead keeps the shop closed for 5 s from the moment that search is ready. Search itself is waited for
 * longer, up to `SERVICES_WAIT_MS`, where no last known copies are there: then the whole shop is probably starting.
 */
export async function waitForServices(lastKnown: LastKnown, logger: Logger): Promise<void> {
  const startMs = performance.now();
  const missing = new Map(Object.entries(services));
  let searchReadyAtMs: number | undefined;
  const openAtMs = () =>
    searchReadyAtMs === undefined
      ? startMs + (lastKnown.isEmpty ? config.servicesWaitMs : BRIEFLY_MS)
      : searchReadyAtMs + BRIEFLY_MS;
  for (;;) {
    await Promise.all([...missing].map(async ([name, urls]) => (await isAnyReady(name, urls)) && missing.delete(name)));
    if (!missing.has('search')) searchReadyAtMs ??= performance.now();
    if (missing.size === 0 || performance.now() >= openAtMs()) break;
    await sleep(ASK_EVERY_MS);
  }
  logger.info({ waitedMs: Math.round(performance.now() - startMs), missing: [...missing.keys()] }, 'opening');
}

async function isAnyReady(service: string, origins: readonly string[]): Promise<boolean> {
  const answers = origins.map(origin => isReady(service, origin, ANSWER_WITHIN_MS));
  return (await Promise.all(answers)).includes(true);
}
