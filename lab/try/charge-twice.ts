import { randomInt } from 'node:crypto';
import { FaultyWire } from '@watertight/testing/processes';
import { type Shop, TryError } from './shop.ts';

/** The longest a switched-off pattern stays off, should this process be killed in between. */
const OFF_FOR_MS = 60_000;

interface Line {
  at: string;
  what: string;
  fence: number | null;
  detail: string | null;
}

/**
 * The textbook exchange: a charge of 99.99, its answer lost, and a retry; naively, then with the key.
 *
 * @returns how often the money moved in each
 * @throws TryError one sentence: what is missing to play it
 */
export async function chargeTwice(
  shop: Shop,
  say: (line: string) => void,
): Promise<{ naively: number; withKey: number }> {
  say('Naively: each attempt asks the bank under a fresh reference, and nobody looks at the key.');
  await switchPattern(shop, false);
  const naively = await exchange(shop, say).finally(() => switchPattern(shop, true));
  say('');
  say('With the key: a claim, a row, and one reference at the bank, which follows from the key.');
  const withKey = await exchange(shop, say);
  return { naively, withKey };
}

async function exchange(shop: Shop, say: (line: string) => void): Promise<number> {
  const order = String(randomInt(10_000, 1_000_000_000));
  const key = `order-${order}-txn-1`;
  const wire = new FaultyWire(() => shop.paymentUrl);
  await wire.open();
  wire.loseAnswerTo('POST /charge-card');
  try {
    say(`  shop → payment   POST /charge-card   Idempotency-Key: ${key}   99.99 USD`);
    const lost = await charge(wire.url, key, order).catch(() => undefined);
    if (lost !== undefined) throw new TryError('The answer was not lost, so there is nothing to see.');
    say('  shop ✗ payment   the connection broke: was it charged?');
    say(`  shop → payment   POST /charge-card   Idempotency-Key: ${key}   99.99 USD   (again)`);
    const { status, charged, replayed } = await charge(wire.url, key, order);
    say(`  shop ← payment   ${status} ${String(charged['status'])}${replayed ? '   Idempotent-Replayed: true' : ''}`);
    return await tell(shop, String(charged['id']), say);
  } finally {
    await wire.close();
  }
}

async function charge(url: string, key: string, orderId: string) {
  const response = await fetch(`${url}/charge-card`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key, connection: 'close' },
    body: JSON.stringify({ orderId, amount: '99.99', currency: 'USD', cardToken: 'tok_visa' }),
  });
  const charged = (await response.json()) as Record<string, unknown>;
  return { status: response.status, charged, replayed: response.headers.get('idempotent-replayed') === 'true' };
}

/** Prints the story, and what the bank itself says of every reference in it. */
async function tell(shop: Shop, id: string, say: (line: string) => void): Promise<number> {
  const { lines } = await read<{ lines: Line[] }>(`${shop.paymentUrl}/charges/${id}/story`);
  say('  the story:');
  for (const { at, what, fence, detail } of lines) {
    const words = what.replaceAll('-', ' ') + (fence === null ? '' : `, fence ${fence}`);
    say(`    ${at.slice(11, 23)}  ${words}${detail === null ? '' : `: ${detail}`}`);
  }
  const references = new Set(lines.flatMap(({ detail }) => detail?.match(/[0-9a-f-]{36}/g) ?? []));
  let captured = 0;
  for (const reference of references) {
    const { status, amount, currency } = await read<Record<string, string>>(`${shop.bankUrl}/captures/${reference}`);
    say(`  the bank says:   ${reference} ${status}, ${amount} ${currency}`);
    if (status === 'captured') captured += 1;
  }
  say(`  so the money moved ${captured === 1 ? 'once' : `${captured} times`}: ${(captured * 99.99).toFixed(2)} USD.`);
  return captured;
}

async function read<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new TryError(`${url} answered ${response.status}.`);
  return (await response.json()) as T;
}

async function switchPattern({ paymentUrl, opsToken }: Shop, on: boolean): Promise<void> {
  const response = await fetch(`${paymentUrl}/ops/patterns`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${opsToken}` },
    body: JSON.stringify({ idempotency: on, ...(!on && { forMs: OFF_FOR_MS }) }),
  });
  if (response.status === 404) throw new TryError('Payment does not know this ops token.');
  if (!response.ok) throw new TryError('Payment has no switch for idempotency: it runs without FAULTS=on.');
}
