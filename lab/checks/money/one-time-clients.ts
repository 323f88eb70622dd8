import type { Operation, OperationContext } from './operation.ts';
import { fillBasket, orderRequest } from './baskets.ts';
import { send } from './client.ts';

const cards = ['tok_visa', 'tok_visa', 'tok_mastercard', 'tok_slow', 'tok_declined', 'tok_lost_response'] as const;

/**
 * Clients that send one request and do not come back: for them "nothing was charged" must stay true.
 *
 * They call a process directly. On a wire that doubles requests, the answer to one does not hold for the other.
 */
export class OneTimeClients {
  private readonly context: OperationContext;
  private readonly keys: string;
  private charges = 0;

  /** @param keys what its keys begin with: another one for each that runs in one check. Default `once` */
  constructor(context: OperationContext, keys = 'once') {
    this.context = context;
    this.keys = keys;
  }

  readonly operations: Operation[] = [
    [5, () => this.charge()],
    [4, () => this.buy()],
  ];

  async charge(): Promise<void> {
    const { shop, history, random } = this.context;
    const orderId = `${this.keys}-${(this.charges += 1)}`;
    const body = { orderId, amount: '20.00', currency: 'USD', cardToken: random.oneOf(cards) };
    const { url } = shop.process(random.oneOf(['payment-1', 'payment-2']));
    // Some leave the service less time than its statements may take.
    const deadlineMs = random.between(1000, 9000);
    await send(history, { kind: 'charge', key: orderId, url: `${url}/charge-card`, body, once: true, deadlineMs });
  }

  async buy(): Promise<void> {
    const { shop, history, random } = this.context;
    const { url } = shop.process(random.oneOf(['checkout-1', 'checkout-2']));
    const basket = await fillBasket(url, this.context);
    if (basket === undefined) return;
    await send(history, { ...orderRequest(basket, random.oneOf(cards))(url), once: true });
  }
}
