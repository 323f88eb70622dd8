import { chargesOfOneOrder } from '../kit/charges-of-one-order.ts';
import { press } from '../kit/control-room.ts';
import { note } from './sights.ts';

/** The charge is made and its answer lost; checkout asks again. With the key the money moves once, naively twice. */
export async function chargeTwice(buyOnce: () => Promise<unknown>): Promise<void> {
  const keyed = await chargesOfOneOrder(buyOnce);
  note('buy while the answer to the charge is lost', 'one order, one charge', keyed, keyed === '1 order, 1 charge');
  await press('/patterns/idempotency/off');
  const naive = await chargesOfOneOrder(buyOnce).finally(() => press('/patterns/idempotency/on'));
  note('the same with idempotency off', 'one order, two charges', naive, naive === '1 order, 2 charges');
}
