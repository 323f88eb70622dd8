import { recommendations } from '@watertight/contracts/recommendations';
import { consumeOnce, Database, runService } from '@watertight/service-kit';
import { config } from './config.ts';
import { learnOrder } from './learn-order.ts';
import { RecommendationsModule } from './recommendations.module.ts';

const DAY_MS = 24 * 3_600_000;

await runService(RecommendationsModule, config, {
  contract: recommendations,
  warmUp: ['/bestsellers', '/bought-together/wt-1001'],
  // Longer than the outbox sends an event again: a message that comes after that would count twice.
  retention: [{ table: 'inbox', since: 'received_at', keptMs: 30 * DAY_MS }],
  start: (app, logger) => {
    if (config.redisUrl === null) return () => undefined;
    const orders = consumeOnce({
      url: config.redisUrl,
      queue: 'learn-order',
      consumer: config.name,
      database: app.get(Database),
      logger,
      effect: learnOrder,
    });
    return () => orders.close();
  },
});
