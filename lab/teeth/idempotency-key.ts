import { randomUUID } from 'node:crypto';
import { header } from '@watertight/contracts';
import { atMost, type Claim } from './claim.ts';
import { callers } from './words.ts';

interface Money {
  paymentUrl: string;
  /** How often the bank has moved money so far. */
  captures: () => Promise<number>;
}

/** Without the pattern nothing tells a repeated charge from a new one: it comes under another key, for another order. */
export const idempotencyKey = (money: () => Money): Claim => ({
  pattern: 'idempotency key',
  says: 'money moves 5 times for 5 buyers whose charge is asked for twice',
  seen: 'captures for 5 buyers',
  holds: atMost(5),
  async look(isOn) {
    const { paymentUrl, captures } = money();
    const before = await captures();
    await callers(5, async () => {
      const first = randomUUID();
      for (const key of [first, isOn ? first : randomUUID()]) await charge(paymentUrl, key);
    });
    return (await captures()) - before;
  },
});

async function charge(paymentUrl: string, key: string): Promise<void> {
  const response = await fetch(`${paymentUrl}/charge-card`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [header.caller]: 'lab', [header.idempotencyKey]: key },
    body: JSON.stringify({ orderId: key, amount: '99.99', currency: 'USD', cardToken: 'tok_visa' }),
  });
  if (response.status !== 201) throw new Error(`payment answered ${response.status}: ${await response.text()}`);
}
