import { firstPieces } from '../stock-up.ts';
import { isForgotten } from './lost-commits.ts';
import { isPaid } from './net.ts';
import { byKey, type Rule } from './rule.ts';

export const goodsRules: Rule[] = [
  {
    says: 'an order costs what its lines cost at the versions it stated',
    broken: ({ exchanges, books: { orders } }) => {
      const stated = new Map(
        exchanges.flatMap(({ kind, body, answer }) =>
          kind === 'order' && answer?.status === 201
            ? [
                [
                  (JSON.parse(answer.text) as { id: string }).id,
                  body['priceVersions'] as Record<string, number>,
                ] as const,
              ]
            : [],
        ),
      );
      return orders.flatMap(({ id, amountMinor, linesMinor, versions }) => {
        const versionsStated = stated.get(id);
        const isAsStated =
          versionsStated === undefined ||
          Object.entries(versions).every(([product, version]) => versionsStated[product] === version);
        return isAsStated && amountMinor === linesMinor ? [] : [`${id}: ${amountMinor}, its lines ${linesMinor}`];
      });
    },
  },
  {
    says: 'available + reserved + sold = received, none below zero, and as the orders have it',
    broken: ({ books: { shelves } }) =>
      shelves
        .filter(
          ({ received, available, reserved, sold, heldByOrders, soldToOrders }) =>
            received !== available + reserved + sold ||
            Math.min(available, reserved, sold) < 0 ||
            reserved !== heldByOrders ||
            sold !== soldToOrders,
        )
        .map(shelf => `${shelf.productId} at ${shelf.storeId}: ${JSON.stringify(shelf)}`),
  },
  {
    says: 'a shelf has received what it began with and each shipment that arrived, once',
    broken: ({ books: { shelves, shipments } }) => {
      const arrived = Map.groupBy(
        shipments.filter(({ status }) => status === 'received'),
        ({ productId, storeId }) => `${productId} at ${storeId}`,
      );
      return shelves.flatMap(({ productId, storeId, received }) => {
        const shelf = `${productId} at ${storeId}`;
        const wanted = (arrived.get(shelf) ?? []).reduce((sum, each) => sum + each.quantity, firstPieces(productId));
        return received === wanted ? [] : [`${shelf}: received ${received}, not ${wanted}`];
      });
    },
  },
  {
    says: 'a shipment has one owner, the same in every answer',
    broken: ({ exchanges, lostCommits, books: { shipments } }) => {
      const owners = new Map(shipments.map(({ id, storeId }) => [id, storeId]));
      // A claim that checkout's database has lost is lost to its store as well: another may have the shipment now.
      const claims = exchanges.filter(
        each => each.kind === 'claim' && each.answer?.status === 200 && !isForgotten(each, lostCommits),
      );
      return [...byKey(claims)].flatMap(([id, won]) => {
        const stores = new Set([...won.map(({ body }) => body['storeId']), owners.get(id)]);
        return stores.size > 1 ? [`${id}: ${[...stores].join(', ')}`] : [];
      });
    },
  },
  {
    says: 'each paid order has one event for shipping and one for recommendations, and no other order has one',
    broken: ({ books: { orders, events } }) => {
      const paid = new Set(orders.filter(isPaid).map(({ id }) => id));
      return ['ship-order', 'learn-order'].flatMap(queue => {
        const written = Map.groupBy(
          events.filter(event => event.queue === queue),
          ({ orderId }) => orderId ?? '',
        );
        const wrong = [...paid].filter(id => written.get(id)?.length !== 1);
        const invented = [...written.keys()].filter(id => !paid.has(id));
        return [...wrong, ...invented].map(id => `${id}: ${queue}, ${written.get(id)?.length ?? 0} times`);
      });
    },
  },
  {
    says: 'no event was lost or handled twice: every piece sold is shipped and learnt once',
    broken: ({ books: { orders, events, shelves, learnt, handled } }) => {
      const lost = events
        .filter(({ queue, acknowledged }) => queue !== 'update-price' && !acknowledged)
        .map(({ id, queue }) => `${id}: ${queue} is not acknowledged`);
      const unshipped = orders
        .filter(order => order.shippedPieces !== (isPaid(order) ? order.pieces : 0))
        .map(({ id, pieces, shippedPieces }) => `${id}: ${shippedPieces} of ${pieces} pieces shipped`);
      // Recommendations keeps what it learnt of a sale that checkout's database has lost: a message without its event.
      const hasLearntMore = handled.some(
        row => !events.some(each => row.includes(each.id) || includes(row, each.orderId)),
      );
      const sold = Map.groupBy(shelves, ({ productId }) => productId);
      const mislearnt = [...sold].flatMap(([productId, all]) => {
        const pieces = all.reduce((sum, shelf) => sum + shelf.sold, 0);
        const known = learnt.find(each => each.productId === productId)?.pieces ?? 0;
        return known === pieces || (known > pieces && hasLearntMore)
          ? []
          : [`${productId}: sold ${pieces}, learnt ${known}`];
      });
      return [...lost, ...unshipped, ...mislearnt];
    },
  },
];

function includes(text: string, part: string | null): boolean {
  return part !== null && text.includes(part);
}
