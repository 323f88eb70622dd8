import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { opsOnly } from '@watertight/testing/processes';
import type { Act, Scene } from './act.ts';
import { ask, insist } from './client.ts';
import type { Dice } from './dice.ts';
import { products, stores } from './stock-up.ts';

const GIVES_UP_AFTER_MS = 5000;

interface Basket {
  id: string;
  lines: { productId: string; priceVersion: number }[];
}

/** What customers and harbours do to checkout. */
export class Buying {
  private readonly scene: Scene;

  constructor(scene: Scene) {
    this.scene = scene;
  }

  readonly acts: Act[] = [
    [5, () => this.buy()],
    [1, () => this.buyWithTwoCards()],
    [1, () => this.buyInTwoTabs()],
    [1, () => this.buyTheOtherWayRound()],
    [1, () => this.changePrice()],
    [1, () => this.raceForShipment()],
  ];

  private async buy(): Promise<void> {
    const { dice } = this.scene;
    const basket = await this.fill();
    if (basket === undefined) return;
    const pay = this.paying(
      basket,
      dice.oneOf(['tok_visa', 'tok_visa', 'tok_slow', 'tok_lost_response', 'tok_silent']),
    );
    await Promise.all(dice.isLucky(0.3) ? [pay(), pay()] : [pay()]);
  }

  private async buyWithTwoCards(): Promise<void> {
    const basket = await this.fill();
    if (basket === undefined) return;
    const { answer } = await this.paying(basket, 'tok_declined')();
    if (answer?.status === 402) await this.paying(basket, 'tok_mastercard')();
  }

  private async buyInTwoTabs(): Promise<void> {
    const basket = await this.fill();
    if (basket === undefined) return;
    await Promise.all(['tok_visa', 'tok_mastercard'].map(cardToken => this.paying(basket, cardToken)()));
  }

  /** The same goods at the same moment, in opposite order: whose locks are not sorted, meet in a circle. */
  private async buyTheOtherWayRound(): Promise<void> {
    const goods = shuffled(products, this.scene.dice).slice(0, 4);
    const ways = [goods, goods.toReversed()];
    const baskets = await Promise.all([...ways, ...ways, ...ways].map(way => this.fill(way)));
    const filled = baskets.filter(basket => basket !== undefined);
    await Promise.all(filled.map(basket => this.paying(basket, 'tok_visa')()));
  }

  private async changePrice(): Promise<void> {
    const { dice } = this.scene;
    const productId = dice.oneOf(products);
    const offer = await json<{ priceVersion: number }>(`${this.checkout()}/stock/${productId}`, 'GET');
    if (offer === undefined) return;
    const price = { amount: `${dice.between(1, 90)}.50`, currency: 'USD' };
    const headers = { ...opsOnly, 'if-match': `"${offer.priceVersion}"` };
    await json(`${this.checkout()}/prices/${productId}`, 'PUT', { price }, headers);
  }

  private async raceForShipment(): Promise<void> {
    const open = await json<{ shipments: { id: string }[] }>(`${this.checkout()}/shipments`, 'GET');
    const [shipment] = open?.shipments ?? [];
    if (shipment === undefined) return;
    const claim = (storeId: string) => {
      const url = `${this.checkout()}/shipments/${shipment.id}/claim`;
      return ask(this.scene.history, { kind: 'claim', key: shipment.id, url, asked: { storeId } });
    };
    await Promise.all(stores.map(claim));
    // Whoever has it takes it in; some say so twice.
    const receive = (storeId: string) =>
      json(`${this.checkout()}/shipments/${shipment.id}/receive`, 'POST', { storeId });
    await Promise.all([...stores, ...stores].map(receive));
  }

  /** Fills a basket; undefined when the shop could not do it, and then nothing is bought. */
  private async fill(goods = this.drawn()): Promise<Basket | undefined> {
    const { dice } = this.scene;
    const lines = `${this.checkout()}/baskets/${randomUUID()}/lines`;
    let basket: Basket | undefined;
    for (const productId of goods) {
      basket = await json<Basket>(lines, 'POST', { productId, quantity: dice.between(1, 2) });
      if (basket === undefined) return undefined;
    }
    return basket;
  }

  private drawn(): string[] {
    const { dice } = this.scene;
    return shuffled(products, dice).slice(0, dice.between(1, 3));
  }

  /** How a basket is paid for under one key, as often as it is called. */
  private paying({ id: basketId, lines }: Basket, cardToken: string) {
    const { history, untilMs } = this.scene;
    const key = randomUUID();
    const priceVersions = Object.fromEntries(lines.map(line => [line.productId, line.priceVersion]));
    const deliverTo = { name: 'Ada', street: 'Quay 1', city: 'Bergen', country: 'NO' };
    const asked = { basketId, priceVersions, cardToken, deliverTo };
    return () => insist(history, () => ({ kind: 'order', key, url: `${this.checkout()}/orders`, asked }), { untilMs });
  }

  private checkout(): string {
    const { shop, dice } = this.scene;
    return shop.urlOf(dice.oneOf(['checkout-1', 'checkout-2']));
  }
}

/** The answer, or undefined when it was none: these questions are only the way to what is checked. */
async function json<Body>(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Body | undefined> {
  try {
    const response = await fetch(url, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(GIVES_UP_AFTER_MS),
    });
    const text = await response.text();
    return response.ok ? (JSON.parse(text) as Body) : undefined;
  } catch {
    await sleep(100); // nobody is there: whoever comes next need not come at once
    return undefined;
  }
}

function shuffled<T>(things: readonly T[], dice: Dice): T[] {
  return things
    .map(thing => ({ thing, place: dice.next() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ thing }) => thing);
}
