import { OpenShop } from '../experiments/open-shop.ts';
import { buy } from '../kit/buy.ts';
import { chargesOfOneOrder } from '../kit/charges-of-one-order.ts';
import { Visitor } from '../visitor.ts';

const PRODUCT = '/products/kayak-deck-compass';
const TAKES_S = 60;

/**
 * The textbook exchange in the open shop: the answer to a charge is lost, and checkout sends the charge again; without the key,
 * then with it.
 *
 * @returns what the control room counts: `1 order, 2 charges`
 * @throws ControlRoomError one sentence: no shop is open, or it is not whole
 */
export async function chargeTwice(say: (line: string) => void): Promise<{ without: string; withKey: string }> {
  await using shop = await OpenShop.borrow('try-charge-twice', TAKES_S);
  const counted = async (switched: string) => {
    say(switched);
    const result = await chargesOfOneOrder(() => buyAloud(new Visitor(shop.url), say));
    say(`  control room       ${result}\n`);
    return result;
  };
  await shop.pattern('idempotency', 'off');
  const without = await counted('Without the key: payment asks the bank under a new reference for each attempt.');
  await shop.pattern('idempotency', 'on');
  const withKey = await counted('With the key: the reference follows from the key, so the bank captures once.');
  return { without, withKey };
}

async function buyAloud(visitor: Visitor, say: (line: string) => void): Promise<void> {
  say(`  you                buy ${PRODUCT.split('/').at(-1)}`);
  say('  checkout ✗ payment the answer to POST /charge-card is lost; checkout sends the charge again');
  const { order } = await buy(visitor, PRODUCT);
  const [, heading = `${order.status}`] = /<h1>(.*?)<\/h1>/.exec(order.html) ?? [];
  say(`  the page says      ${heading}`);
  say(`  both attempts      npm run trace ${order.traceIds[0] ?? ''}`);
}
