import { recommendations } from '@watertight/contracts/recommendations';
import { consumeOnce, Database, DAY, runService } from '@watertight/service-kit';
import { config } from './config.ts';
import { learnOrder } from './sales.ts';
import { RecommendationsModule } from './recommendations.module.ts';

await runService(RecommendationsModule, config, {
  contract: recommendations,
  warmUp: ['/bestsellers', '/bought-together/wt-1001'],
  // Longer than the outbox sends an event again: a message that comes after that would count twice.
  retention: [{ table: 'inbox', since: 'received_at', keptMs: 30 * DAY }],
  start: (app, logger) => {
    if (config.redisUrl === null) return () => undefined;
    const orders = consumeOnce({
      url: config.redisUrl,
      keys: { [config.name]: config.queueKey },
      queue: 'learn-order',
      consumer: config.name,
      database: app.get(Database),
      logger,
      effect: learnOrder,
    });
    return () => orders.close();
  },
});
