import { hash, randomUUID } from 'node:crypto';
import type { Operation, OperationContext } from './operation.ts';
import { CALLER, send } from './client.ts';
import { say } from './redis-command.ts';

/**
 * A client that can write into Redis. It puts a finished answer there under a key of its own, and then charges with it:
 * what it is answered must be true at the bank.
 *
 * It guesses where the idempotency lock keeps what. Where that has changed it has only written a hash that is not read.
 */
export class Forging {
  private readonly context: OperationContext;

  constructor(context: OperationContext) {
    this.context = context;
  }

  readonly operations: Operation[] = [[1, () => this.chargeWithForgedAnswer()]];

  private async chargeWithForgedAnswer(): Promise<void> {
    const { shop, history, random } = this.context;
    const key = `forged-${randomUUID()}`;
    const body = { orderId: key, amount: '30.00', currency: 'USD', cardToken: 'tok_visa' };
    const request = JSON.stringify({ route: 'POST /charge-card', ...body });
    const answer = {
      id: randomUUID(),
      orderId: key,
      status: 'captured',
      amount: body.amount,
      currency: body.currency,
      card: { brand: 'visa', last4: '4242' },
      capturedAt: new Date().toISOString(),
    };
    const fields = {
      f: `v1:${hash('sha256', request, 'hex')}`,
      s: '201',
      t: 'application/json; charset=utf-8',
      b: JSON.stringify(answer),
    };
    const lock = `{once:${hash('sha256', `${CALLER}\n${key}`, 'base64url')}}`;
    await say(shop.redis.url, 'HSET', lock, ...Object.entries(fields).flat());
    const { url } = shop.process(random.oneOf(['payment-1', 'payment-2']));
    await send(history, { kind: 'charge', key, url: `${url}/charge-card`, body });
  }
}
