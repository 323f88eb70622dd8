import type { Act, Scene } from './operation.ts';
import { fillBasket, orderQuestion } from './baskets.ts';
import { ask } from './client.ts';

const cards = ['tok_visa', 'tok_visa', 'tok_mastercard', 'tok_slow', 'tok_declined', 'tok_lost_response'] as const;

/**
 * Clients that ask once and do not come back: for them "nothing was charged" must stay true.
 *
 * They ask a process directly. On a wire that doubles requests, the answer to one does not hold for the other.
 */
export class GoingAway {
  private readonly scene: Scene;
  private readonly keys: string;
  private charges = 0;

  /** @param keys what its keys begin with: another one for each that runs in a scene. Default `once` */
  constructor(scene: Scene, keys = 'once') {
    this.scene = scene;
    this.keys = keys;
  }

  readonly acts: Act[] = [
    [5, () => this.charge()],
    [4, () => this.buy()],
  ];

  async charge(): Promise<void> {
    const { shop, history, random } = this.scene;
    const orderId = `${this.keys}-${(this.charges += 1)}`;
    const asked = { orderId, amount: '20.00', currency: 'USD', cardToken: random.oneOf(cards) };
    const { url } = shop.process(random.oneOf(['payment-1', 'payment-2']));
    // Some leave the service less time than its statements may take.
    const deadlineMs = random.between(1000, 9000);
    await ask(history, { kind: 'charge', key: orderId, url: `${url}/charge-card`, asked, once: true, deadlineMs });
  }

  async buy(): Promise<void> {
    const { shop, history, random } = this.scene;
    const { url } = shop.process(random.oneOf(['checkout-1', 'checkout-2']));
    const basket = await fillBasket(url, this.scene);
    if (basket === undefined) return;
    await ask(history, { ...orderQuestion(basket, random.oneOf(cards))(url), once: true });
  }
}
