import { onlyOurOwnForms, openRedis, runService } from '@watertight/service-kit';
import { mirrorLastKnown } from './clients/last-known-mirror.ts';
import { lastKnown } from './clients/last-known.ts';
import { SignOuts } from './clients/sign-outs.ts';
import { waitForServices } from './clients/wait-for-services.ts';
import { config } from './config.ts';
import { problemPage } from './layout/problem-page.ts';
import { compressPages, setAnswerHeaders } from './layout/responses.ts';
import { RecommendedProducts } from './product/recommendations.ts';
import { serveRobots, serveStylesheet } from './static-files.ts';
import { StorefrontModule } from './storefront.module.ts';

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
    const signOuts = app.get(SignOuts);
    if (redis !== undefined) {
      mirrorLastKnown(lastKnown, redis);
      signOuts.mirrorTo(redis);
    }
    const stopDelivering = signOuts.keepDelivering(logger);
    await waitForServices(lastKnown, logger);
    const stopRefreshing = app.get(RecommendedProducts).keepBestsellersKnown();
    return async () => {
      await stopDelivering();
      stopRefreshing();
      redis?.disconnect();
    };
  },
});
