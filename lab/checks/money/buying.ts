import { setTimeout as sleep } from 'node:timers/promises';
import { opsOnly } from '@watertight/testing/processes';
import type { Operation, OperationContext } from './operation.ts';
import { type Basket, fillBasket, json, orderRequest, shuffled } from './baskets.ts';
import { send, insist } from './client.ts';
import { products, stores } from './stock-up.ts';

/** How long customers think at most before they pay, or take another card: long enough for what they pay for to be lost. */
const THINKS_MS = 9000;
const CARDS = 3;
/** How long after an order its page is loaded again at most. */
const LOADS_AGAIN_MS = 8000;

/** What customers and stores do to checkout. */
export class Buying {
  private readonly context: OperationContext;

  constructor(context: OperationContext) {
    this.context = context;
  }

  readonly operations: Operation[] = [
    [7, () => this.buy()],
    [2, () => this.buyWithAnotherCard()],
    [1, () => this.buyInTwoTabs()],
    [1, () => this.buyTheOtherWayRound()],
    [1, () => this.changePrice()],
    [1, () => this.raceForShipment()],
  ];

  private async buy(): Promise<void> {
    const { random } = this.context;
    const basket = await this.fill();
    if (basket === undefined) return;
    await this.think();
    const pay = this.paying(
      basket,
      random.oneOf(['tok_visa', 'tok_visa', 'tok_slow', 'tok_lost_response', 'tok_silent']),
    );
    await Promise.all(random.chance(0.3) ? [pay(), pay()] : [pay()]);
    if (random.chance(0.5)) await this.payOnceMore(pay);
  }

  /** The page is loaded again, with the same key: meanwhile the order may have been lost. */
  private async payOnceMore(pay: () => Promise<unknown>): Promise<void> {
    await sleep(this.context.random.between(1000, LOADS_AGAIN_MS));
    await pay();
  }

  /** After a decline, and after "nothing was charged": the customer takes another card, with a new key. */
  private async buyWithAnotherCard(): Promise<void> {
    const { random, history } = this.context;
    const basket = await this.fill();
    if (basket === undefined) return;
    for (let card = 1; card < CARDS; card += 1) {
      const request = orderRequest(basket, random.oneOf(['tok_declined', 'tok_visa']));
      const { answer } = await send(history, request(this.checkout()));
      if (answer?.status !== 402 && answer?.code !== 'payment-unavailable') break;
      await this.think();
    }
    await this.paying(basket, 'tok_mastercard')();
  }

  private async buyInTwoTabs(): Promise<void> {
    const basket = await this.fill();
    if (basket === undefined) return;
    await Promise.all(['tok_visa', 'tok_mastercard'].map(cardToken => this.paying(basket, cardToken)()));
  }

  /** The same goods at the same moment, in opposite order: whose locks are not sorted, meet in a circle. */
  private async buyTheOtherWayRound(): Promise<void> {
    const goods = shuffled(products, this.context.random).slice(0, 4);
    const ways = [goods, goods.toReversed()];
    const baskets = await Promise.all([...ways, ...ways, ...ways].map(way => this.fill(way)));
    const filled = baskets.filter(basket => basket !== undefined);
    await Promise.all(filled.map(basket => this.paying(basket, 'tok_visa')()));
  }

  private async changePrice(): Promise<void> {
    const { random } = this.context;
    const productId = random.oneOf(products);
    const offer = await json<{ priceVersion: number }>(`${this.checkout()}/stock/${productId}`, 'GET');
    if (offer === undefined) return;
    const price = { amount: `${random.between(1, 90)}.50`, currency: 'USD' };
    const headers = { ...opsOnly, 'if-match': `"${offer.priceVersion}"` };
    await json(`${this.checkout()}/prices/${productId}`, 'PUT', { price }, headers);
  }

  private async raceForShipment(): Promise<void> {
    const open = await json<{ shipments: { id: string }[] }>(`${this.checkout()}/shipments`, 'GET');
    const [shipment] = open?.shipments ?? [];
    if (shipment === undefined) return;
    const claim = (storeId: string) => {
      const url = `${this.checkout()}/shipments/${shipment.id}/claim`;
      return send(this.context.history, { kind: 'claim', key: shipment.id, url, body: { storeId } });
    };
    await Promise.all(stores.map(claim));
    // The store that has it takes it in; some stores report that twice.
    const receive = (storeId: string) =>
      json(`${this.checkout()}/shipments/${shipment.id}/receive`, 'POST', { storeId });
    await Promise.all([...stores, ...stores].map(receive));
  }

  /** At once, or after a while. */
  private async think(): Promise<void> {
    const { random } = this.context;
    if (random.chance(0.7)) await sleep(random.between(0, THINKS_MS));
  }

  private fill(goods?: string[]): Promise<Basket | undefined> {
    return fillBasket(this.checkout(), this.context, goods);
  }

  /** How a basket is paid for under one key, as often as it is called. */
  private paying(basket: Basket, cardToken: string) {
    const { history, untilMs } = this.context;
    const request = orderRequest(basket, cardToken);
    return () => insist(history, () => request(this.checkout()), { untilMs });
  }

  private checkout(): string {
    const { shop, random } = this.context;
    return shop.clientUrlOf(random.oneOf(['checkout-1', 'checkout-2']));
  }
}
