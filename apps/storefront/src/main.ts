import { onlyOurOwnForms, openRedis, runService } from '@watertight/service-kit';
import { setAnswerHeaders } from './layout/answer-headers.ts';
import { compressPages } from './layout/compression.ts';
import { config } from './config.ts';
import { LastKnown } from './clients/last-known.ts';
import { mirrorLastKnown } from './clients/last-known-mirror.ts';
import { problemPage } from './layout/problem-page.ts';
import { serveRobots } from './layout/robots.ts';
import { ShelfOfGoods } from './product/recommendations.ts';
import { StorefrontModule } from './storefront.module.ts';
import { serveStylesheet } from './layout/stylesheet.ts';
import { waitForServices } from './clients/wait-for-services.ts';

await runService(StorefrontModule, config, {
  public: true,
  problemPage,
  warmUp: ['/', '/search?q=winch', '/products/two-speed-self-tailing-winch-size-40', '/stores', '/basket'],
  extend: async fastify => {
    setAnswerHeaders(fastify);
    onlyOurOwnForms(fastify);
    await compressPages(fastify);
    serveStylesheet(fastify);
    serveRobots(fastify);
  },
  start: async (app, logger) => {
    const redis = config.redisUrl === null ? undefined : openRedis(config.redisUrl, logger);
    const lastKnown = app.get(LastKnown);
    if (redis !== undefined) mirrorLastKnown(lastKnown, redis);
    await waitForServices(lastKnown, logger);
    const stopAsking = app.get(ShelfOfGoods).keepBestsellersKnown();
    return () => {
      stopAsking();
      redis?.disconnect();
    };
  },
});
