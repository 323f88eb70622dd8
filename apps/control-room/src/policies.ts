import { definePolicies, SECOND } from '@watertight/resilience';
import { layOut, type ServiceName } from '@watertight/topology';

/** A user has pressed a button and waits. */
const switched = { bulkhead: { running: 10, waiting: 0 }, timeout: { afterMs: 2 * SECOND } };

/** One policy per service, so that a frozen one delays no button of another. */
const switches = Object.fromEntries(
  layOut().places.map(({ name }) => [`switch-${name}`, { ...switched, service: name }]),
) as Record<`switch-${ServiceName}`, typeof switched & { service: ServiceName }>;

export const policies = definePolicies({
  ...switches,

  visitors: switched,

  // In a race a hundred stores claim one shipment at once, and each waits for its turn at the database.
  stores: { service: 'checkout', bulkhead: { running: 100, waiting: 0 }, timeout: { afterMs: 5 * SECOND } },

  outbox: { ...switched, service: 'checkout' },

  catalogue: { ...switched, service: 'search' },

  // `start` answers when the process is ready, which takes seconds on a busy machine.
  supervisor: { bulkhead: { running: 10, waiting: 0 }, timeout: { afterMs: 30 * SECOND } },
});
