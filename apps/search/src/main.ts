import { search } from '@watertight/contracts/search';
import { consumeOnce, Database, DAY, runService } from '@watertight/service-kit';
import { config } from './config.ts';
import { SearchModule } from './search.module.ts';
import { updatePrice } from './catalogue.ts';

await runService(SearchModule, config, {
  contract: search,
  warmUp: ['/products?q=winch', '/products/two-speed-self-tailing-winch-size-40', '/cards?ids=wt-1001,wt-1002'],
  // Longer than the outbox sends an event again: a message that comes after that would count twice.
  retention: [{ table: 'inbox', since: 'received_at', keptMs: 30 * DAY }],
  start: (app, logger) => {
    if (config.redisUrl === null) return () => undefined;
    const prices = consumeOnce({
      url: config.redisUrl,
      keys: { [config.name]: config.queueKey },
      queue: 'update-price',
      consumer: config.name,
      database: app.get(Database),
      logger,
      effect: updatePrice,
    });
    return () => prices.close();
  },
});
