import { setTimeout as sleep } from 'node:timers/promises';
import type { Operation, OperationContext } from './operation.ts';
import { send, insist, type ClientRequest } from './client.ts';

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
  body: Record<string, string>;
}

/** What clients of payment do to it. */
export class Charging {
  private readonly context: OperationContext;
  private readonly wishes: Wish[] = [];
  private readonly captured: { chargeId: string; amount: string }[] = [];

  constructor(context: OperationContext) {
    this.context = context;
  }

  readonly operations: Operation[] = [
    [6, () => this.charge(this.wish())],
    [3, () => this.charge(this.earlier())],
    [3, () => this.clickOftenAtOnce()],
    [1, () => this.sendAnotherBody()],
    [1, () => this.sendCardNumber()],
    [2, () => this.makeAKeyPerClick()],
    [2, () => this.refund()],
  ];

  private async charge(wish: Wish): Promise<void> {
    const { history, untilMs } = this.context;
    const { answer } = await insist(history, () => this.request(wish), { untilMs });
    if (answer?.status !== 201) return;
    const { id, amount } = JSON.parse(answer.text) as { id: string; amount: string };
    this.captured.push({ chargeId: id, amount });
  }

  private async clickOftenAtOnce(): Promise<void> {
    const wish = this.wish();
    const clicks = this.context.random.between(2, 4);
    await Promise.all(Array.from({ length: clicks }, () => this.charge(wish)));
  }

  private async sendAnotherBody(): Promise<void> {
    const { key, body } = this.earlier();
    await send(this.context.history, this.request({ key, body: { ...body, amount: '1.00', currency: 'USD' } }));
  }

  /** Where a token belongs, and where nothing does: refused, and written down nowhere. */
  private async sendCardNumber(): Promise<void> {
    const { key, body } = this.wish();
    const cards = [{ cardToken: CARD_NUMBER }, { cardNumber: CARD_NUMBER }, { amount: CARD_NUMBER }];
    await send(this.context.history, this.request({ key, body: { ...body, ...this.context.random.oneOf(cards) } }));
  }

  /** For one order: at once, or after a while. */
  private async makeAKeyPerClick(): Promise<void> {
    const { random } = this.context;
    const first = this.wish();
    const charging = this.charge(first);
    if (random.chance(0.5)) await Promise.race([charging, sleep(random.between(100, 2000))]);
    await Promise.all([charging, this.charge(this.wish(first.body['orderId']))]);
  }

  private async refund(): Promise<void> {
    const { history, random, untilMs } = this.context;
    if (this.captured.length === 0) return;
    const { chargeId, amount } = random.oneOf(this.captured);
    const key = `refund-${history.exchanges.length}`;
    const url = `${this.payment()}/charges/${chargeId}/refunds`;
    const refund = () => insist(history, () => ({ kind: 'refund', key, url, body: { amount } }), { untilMs });
    await Promise.all(random.chance(0.3) ? [refund(), refund()] : [refund()]);
  }

  private wish(orderId = `check-${this.wishes.length}`): Wish {
    const { random } = this.context;
    const [amount, currency] = random.oneOf(amounts);
    const body = { orderId, amount, currency, cardToken: random.weighted(cards) };
    const wish = { key: `${orderId}-key-${this.wishes.length}`, body };
    this.wishes.push(wish);
    return wish;
  }

  private earlier(): Wish {
    return this.wishes.length === 0 ? this.wish() : this.context.random.oneOf(this.wishes.slice(-REMEMBERED));
  }

  private request({ key, body }: Wish): ClientRequest {
    return { kind: 'charge', key, url: `${this.payment()}/charge-card`, body };
  }

  private payment(): string {
    const { shop, random } = this.context;
    return shop.clientUrlOf(random.oneOf(['payment-1', 'payment-2']));
  }
}
