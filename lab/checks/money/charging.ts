import { setTimeout as sleep } from 'node:timers/promises';
import type { Act, Scene } from './operation.ts';
import { ask, insist, type Question } from './client.ts';

const cards = [
  [50, 'tok_visa'],
  [15, 'tok_mastercard'],
  [10, 'tok_declined'],
  [5, 'tok_insufficient_funds'],
  [5, 'tok_slow'],
  [8, 'tok_lost_response'],
  [4, 'tok_silent'],
] as const;
const amounts = [
  ['99.99', 'USD'],
  ['0.01', 'USD'],
  ['1200', 'JPY'],
  ['7.125', 'KWD'],
] as const;
/** Old keys that are sent again are among so many of the last. */
const REMEMBERED = 30;

/** A test number that every issuer's document names. */
const CARD_NUMBER = '4242424242424242';

interface Wish {
  key: string;
  asked: Record<string, string>;
}

/** What clients of payment do to it. */
export class Charging {
  private readonly scene: Scene;
  private readonly wishes: Wish[] = [];
  private readonly captured: { chargeId: string; amount: string }[] = [];

  constructor(scene: Scene) {
    this.scene = scene;
  }

  readonly acts: Act[] = [
    [6, () => this.charge(this.wish())],
    [3, () => this.charge(this.earlier())],
    [3, () => this.clickOftenAtOnce()],
    [1, () => this.sendAnotherBody()],
    [1, () => this.sendCardNumber()],
    [2, () => this.makeAKeyPerClick()],
    [2, () => this.refund()],
  ];

  private async charge(wish: Wish): Promise<void> {
    const { history, untilMs } = this.scene;
    const { answer } = await insist(history, () => this.question(wish), { untilMs });
    if (answer?.status !== 201) return;
    const { id, amount } = JSON.parse(answer.text) as { id: string; amount: string };
    this.captured.push({ chargeId: id, amount });
  }

  private async clickOftenAtOnce(): Promise<void> {
    const wish = this.wish();
    const clicks = this.scene.random.between(2, 4);
    await Promise.all(Array.from({ length: clicks }, () => this.charge(wish)));
  }

  private async sendAnotherBody(): Promise<void> {
    const { key, asked } = this.earlier();
    await ask(this.scene.history, this.question({ key, asked: { ...asked, amount: '1.00', currency: 'USD' } }));
  }

  /** Where a token belongs, and where nothing does: refused, and written down nowhere. */
  private async sendCardNumber(): Promise<void> {
    const { key, asked } = this.wish();
    const cards = [{ cardToken: CARD_NUMBER }, { cardNumber: CARD_NUMBER }, { amount: CARD_NUMBER }];
    await ask(this.scene.history, this.question({ key, asked: { ...asked, ...this.scene.random.oneOf(cards) } }));
  }

  /** For one order: at once, or after a while. */
  private async makeAKeyPerClick(): Promise<void> {
    const { random } = this.scene;
    const first = this.wish();
    const charging = this.charge(first);
    if (random.chance(0.5)) await Promise.race([charging, sleep(random.between(100, 2000))]);
    await Promise.all([charging, this.charge(this.wish(first.asked['orderId']))]);
  }

  private async refund(): Promise<void> {
    const { history, random, untilMs } = this.scene;
    if (this.captured.length === 0) return;
    const { chargeId, amount } = random.oneOf(this.captured);
    const key = `refund-${history.exchanges.length}`;
    const url = `${this.payment()}/charges/${chargeId}/refunds`;
    const refund = () => insist(history, () => ({ kind: 'refund', key, url, asked: { amount } }), { untilMs });
    await Promise.all(random.chance(0.3) ? [refund(), refund()] : [refund()]);
  }

  private wish(orderId = `check-${this.wishes.length}`): Wish {
    const { random } = this.scene;
    const [amount, currency] = random.oneOf(amounts);
    const asked = { orderId, amount, currency, cardToken: random.weighted(cards) };
    const wish = { key: `${orderId}-key-${this.wishes.length}`, asked };
    this.wishes.push(wish);
    return wish;
  }

  private earlier(): Wish {
    return this.wishes.length === 0 ? this.wish() : this.scene.random.oneOf(this.wishes.slice(-REMEMBERED));
  }

  private question({ key, asked }: Wish): Question {
    return { kind: 'charge', key, url: `${this.payment()}/charge-card`, asked };
  }

  private payment(): string {
    const { shop, random } = this.scene;
    return shop.clientUrlOf(random.oneOf(['payment-1', 'payment-2']));
  }
}
