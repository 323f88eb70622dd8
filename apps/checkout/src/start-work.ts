import type { INestApplication } from '@nestjs/common';
import { type Closeable, consume, consumeOnce, Database, type Logger, Outlet, repeat } from '@watertight/service-kit';
import { config } from './config.ts';
import { packOrder, shipPacked } from './deliveries/deliveries.ts';
import { CompareCharges } from './orders/compare-charges.ts';
import { OrderSaga } from './orders/place-order.ts';
import { Sweeper } from './orders/sweeper.ts';
import { readBacklog } from './outbox/backlog.ts';
import { acknowledge, relay } from './outbox/outbox.ts';
import { noteFailure } from './outbox/put-aside.ts';
import { keepShelves } from './shipments/keep-shelves.ts';
import { raiseShipments } from './shipments/shipments.ts';

/** Starts what checkout does without a request: it finishes charges, releases expired reservations, ships, and sends events. */
export function startWork(app: INestApplication, logger: Logger): Closeable {
  const database = app.get(Database);
  const sweeper = app.get(Sweeper);
  const saga = app.get(OrderSaga);
  const comparison = app.get(CompareCharges);
  const work = [
    repeat('placing lost orders', config.sweepMs, () => saga.placeLost(), logger),
    repeat('settling charges', config.sweepMs, () => sweeper.settleCharges(), logger, {
      onBack: () => comparison.suspectLostCommits(),
    }),
    repeat('comparing orders with charges', config.compareMs, () => comparison.compare(), logger, { waitsFirst: true }),
    repeat('ending holds', config.sweepMs, () => sweeper.endHolds(), logger),
    repeat('shipping', config.sweepMs, () => shipPacked(database), logger),
    repeat('looking at the outbox', config.sweepMs, () => readBacklog(database), logger),
    ...(config.seed === 'demo'
      ? [repeat('keeping shelves', config.sweepMs, () => keepShelves(database, config.travelMs), logger)]
      : []),
    ...(config.redisUrl === null ? [] : startQueues(config.redisUrl, database, logger)),
  ];
  return () => Promise.all(work.map(close => close()));
}

/** Checkout sends to each consumer, and hears from each. */
const keys = {
  checkout: config.queueKey,
  search: config.searchQueueKey,
  recommendations: config.recommendationsQueueKey,
};

/** Without Redis the outbox keeps the events, and orders wait to be packed. */
function startQueues(url: string, database: Database, logger: Logger): Closeable[] {
  const outlet = new Outlet(url, keys, logger);
  const endRelay = repeat('sending events', config.relayMs, () => relay(database, outlet, config.resendMs), logger);
  const ours = { url, keys, consumer: config.name, database, logger };
  const packing = consumeOnce({ ...ours, queue: 'ship-order', effect: packOrder });
  const restocking = consumeOnce({ ...ours, queue: 'raise-shipments', effect: raiseShipments });
  const acknowledgements = consume({ url, name: 'acknowledge', keys, logger }, ({ event }) =>
    acknowledge(database, event),
  );
  const failures = consume({ url, name: 'report-failure', keys, logger }, ({ event }) =>
    noteFailure(database, event, { maxFailures: config.maxFailures, logger }),
  );
  return [
    async () => {
      await endRelay();
      await outlet.close();
    },
    () => packing.close(),
    () => restocking.close(),
    () => acknowledgements.close(),
    () => failures.close(),
  ];
}
