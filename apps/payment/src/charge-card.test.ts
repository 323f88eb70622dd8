import { randomUUID } from 'node:crypto';
import { until } from '@watertight/testing';
import { charging } from './charging.fixture.ts';

const { running, ledger, charge, get, rowOf, capturesOf } = charging({ bankEnv: { DAWDLE_MS: '1000' } });

describe('a charge', () => {
  it('takes 99.99 USD and says so', async () => {
    const { status, json, id, location, replayed } = await charge({ orderId: '7831' });
    expect(status).toBe(201);
    expect(json).toEqual({
      id,
      orderId: '7831',
      status: 'captured',
      amount: '99.99',
      currency: 'USD',
      card: { brand: 'Visa', last4: '4242' },
      capturedAt: expect.stringMatching(/Z$/),
    });
    expect([location, replayed]).toEqual([`/charges/${String(json['id'])}`, false]);
    expect(await capturesOf(id)).toEqual([{ status: 'captured', minor: 9999 }]);
  });

  it('stands in the ledger twice, and the two sides sum to zero', async () => {
    const { id } = await charge({ amount: '1200', currency: 'JPY' });
    const entries = await ledger.query(
      'SELECT account, amount_minor::int AS minor, currency FROM ledger_entries WHERE charge_id = $1 ORDER BY account',
      [id],
    );
    expect(entries).toEqual([
      { account: 'bank', minor: 1200, currency: 'JPY' },
      { account: 'sales', minor: -1200, currency: 'JPY' },
    ]);
  });

  it.each(['UPDATE transfers SET amount_minor = 1', 'DELETE FROM transfers', 'TRUNCATE transfers'])(
    'cannot be changed in the ledger by %s',
    async sql => {
      await expect(ledger.query(sql)).rejects.toThrow('never changed');
    },
  );

  it('cannot be entered on one side only', async () => {
    const { id } = await charge();
    const transfer = `INSERT INTO transfers (charge_id, from_account, to_account, amount_minor, currency)`;
    const add = (values: string) => ledger.query(`${transfer} VALUES ($1, ${values}, 'USD')`, [id]);
    await expect(add(`NULL, 'bank', 5`)).rejects.toThrow('null value in column "from_account"');
    await expect(add(`'bank', 'bank', 5`)).rejects.toThrow('violates check constraint');
    await expect(add(`'sales', 'bank', -5`)).rejects.toThrow('violates check constraint');
  });

  it('is one transfer also where a process of the version before enters both sides', async () => {
    const { id } = await charge({ amount: '20.00' });
    const entries = `INSERT INTO ledger_entries (charge_id, account, amount_minor, currency)
      SELECT $1, account, sign * 500, 'USD' FROM (VALUES ('bank', -1), ('sales', 1)) AS side (account, sign)`;
    await ledger.query(entries, [id]);
    const transfers = `SELECT from_account AS from, to_account AS to, amount_minor::int AS minor FROM transfers
      WHERE charge_id = $1 ORDER BY id`;
    expect(await ledger.query(transfers, [id])).toEqual([
      { from: 'sales', to: 'bank', minor: 2000 },
      { from: 'bank', to: 'sales', minor: 500 },
    ]);
  });

  it('forgets its card token with the verdict', async () => {
    const [paid, declined] = [randomUUID(), randomUUID()];
    await charge({ key: paid });
    await charge({ key: declined, cardToken: 'tok_declined' });
    expect([await rowOf(paid), await rowOf(declined)]).toMatchObject([{ card_token: null }, { card_token: null }]);
  });

  it.each([
    ['99.990', 'KWD', 99_990],
    ['0.001', 'KWD', 1],
    ['5', 'JPY', 5],
    ['999999.99', 'GBP', 99_999_999],
  ])('of %s %s is counted in minor units', async (amount, currency, minor) => {
    const { status, json, id } = await charge({ amount, currency });
    expect([status, json['amount']]).toEqual([201, amount]);
    expect(await capturesOf(id)).toEqual([{ status: 'captured', minor }]);
  });

  it('is found by its id, and by its key for its own caller only', async () => {
    const key = `k+${randomUUID()}&?`;
    const { json, location } = await charge({ key });
    const found = { ...json, declineReason: null, refunded: '0.00' };
    expect(await get(location ?? '')).toEqual({ status: 200, json: found });
    const byKey = `/charges?key=${encodeURIComponent(key)}`;
    expect(await get(byKey)).toEqual({ status: 200, json: found });
    expect(await get(byKey, 'storefront')).toMatchObject({ status: 404, json: { code: 'charge-not-found' } });
  });
});

describe('a declined charge', () => {
  it.each([
    ['tok_declined', 'declined by the card’s issuer'],
    ['tok_insufficient_funds', 'insufficient funds'],
    ['tok_of_a_stranger', 'unknown card'],
  ])('from %s is 402 with the reason "%s"', async (cardToken, declineReason) => {
    const { status, headers, json, location } = await charge({ cardToken, orderId: '7832' });
    expect([status, json['code'], json['declineReason']]).toEqual([402, 'card-declined', declineReason]);
    expect(headers.get('content-type')).toMatch('application/problem+json');
    expect(await get(location ?? '')).toMatchObject({ json: { status: 'declined', declineReason } });
  });

  it('leaves no entry in the ledger, and the order free for another card', async () => {
    const orderId = randomUUID();
    const { id } = await charge({ orderId, cardToken: 'tok_declined' });
    expect(await ledger.query('SELECT FROM ledger_entries WHERE charge_id = $1', [id])).toEqual([]);
    expect((await charge({ orderId })).status).toBe(201);
  });
});

describe('the same key', () => {
  it.each([
    ['tok_visa', 201],
    ['tok_insufficient_funds', 402],
  ])('with the same request from %s is answered %i again, byte for byte', async (cardToken, status) => {
    const asked = { key: randomUUID(), orderId: randomUUID(), cardToken };
    const first = await charge(asked);
    const second = await charge(asked);
    expect([first.status, second.status, second.text]).toEqual([status, status, first.text]);
    expect([first.replayed, second.replayed]).toEqual([false, true]);
    for (const name of ['content-type', 'location', 'cache-control'])
      expect(second.headers.get(name)).toBe(first.headers.get(name));
    expect(await capturesOf(first.id)).toHaveLength(1);
  });

  it.each([{ amount: '99.98' }, { currency: 'EUR' }, { cardToken: 'tok_mastercard' }, { orderId: 'another' }])(
    'with %j instead is refused, and tells nothing of the first request',
    async change => {
      const asked = { key: randomUUID(), orderId: randomUUID() };
      const first = await charge(asked);
      const { status, json, text } = await charge({ ...asked, ...change });
      expect([status, json['code']]).toEqual([422, 'idempotency-key-reused']);
      for (const secret of [asked.orderId, asked.key, first.id, '99.99']) expect(text).not.toContain(secret);
    },
  );

  it('with another request is refused also while the first is running', async () => {
    const key = randomUUID();
    const first = charge({ key, cardToken: 'tok_slow' });
    await until(() => rowOf(key), { withinMs: 5_000 });
    expect((await charge({ key })).json['code']).toBe('idempotency-key-reused');
    expect((await first).status).toBe(201);
  });

  it('is another key for another caller', async () => {
    const key = randomUUID();
    const [one, other] = [await charge({ key }), await charge({ key, caller: 'storefront' })];
    expect([one.status, other.status]).toEqual([201, 201]);
    expect(one.id).not.toBe(other.id);
  });

  it('may be bare or quoted, and trailing blanks are not part of it', async () => {
    const [key, orderId] = [randomUUID(), randomUUID()];
    const { text } = await charge({ orderId, key });
    expect((await charge({ orderId, key: `"${key}"` })).text).toBe(text);
    expect((await charge({ orderId, key: `${key}  ` })).text).toBe(text);
  });

  it('in another case is another key', async () => {
    const key = `Key-${randomUUID()}`;
    expect((await charge({ key })).id).not.toBe((await charge({ key: key.toLowerCase() })).id);
  });

  it('while the first request runs waits for its answer', async () => {
    const asked = { key: randomUUID(), orderId: randomUUID(), cardToken: 'tok_slow' };
    const [one, other] = await Promise.all([charge(asked), charge(asked)]);
    expect([one.status, other.status, other.text]).toEqual([201, 201, one.text]);
    expect([one, other].filter(({ replayed }) => replayed)).toHaveLength(1);
  });

  it('while the first request runs is 409 for a caller who has 400 ms, not the 1 s of the bank', async () => {
    const asked = { key: randomUUID(), orderId: randomUUID(), cardToken: 'tok_slow' };
    const first = charge(asked);
    await until(() => rowOf(asked.key), { withinMs: 5_000 });
    const { status, json, headers } = await charge({ ...asked, deadlineMs: 400 });
    expect([status, json['code'], headers.get('retry-after')]).toEqual([409, 'request-in-progress', '1']);
    expect((await first).status).toBe(201);
  });
});

it('what the keys of requests were is counted', async () => {
  const counted = async () => {
    const text = await (await fetch(`${running.payment.url}/metrics`)).text();
    const series = text.matchAll(/^watertight_idempotency_total\{result="(\w+)".*\} (\d+)$/gm);
    return Object.fromEntries([...series].map(([, result = '', value]) => [result, Number(value)]));
  };
  const before = await counted();
  const asked = { key: randomUUID(), orderId: randomUUID(), cardToken: 'tok_slow' };
  await Promise.all([charge(asked), charge(asked)]);
  await charge(asked);
  await charge({ ...asked, amount: '1.00' });
  const after = await counted();
  expect(Object.fromEntries(Object.entries(after).map(([result, n]) => [result, n - (before[result] ?? 0)]))).toEqual({
    new: 1,
    waited: 1,
    replayed: 1,
    conflict: 1,
  });
});

describe('another key for an order', () => {
  it('that is paid is refused with a link to the charge', async () => {
    const orderId = randomUUID();
    const first = await charge({ orderId });
    const { status, json } = await charge({ orderId });
    expect([status, json['code'], json['chargeId']]).toEqual([409, 'order-already-charged', first.id]);
    expect(json['charge']).toBe(first.location);
  });

  it('is refused while it is being charged: 20 keys at once charge it once', async () => {
    const orderId = randomUUID();
    const answers = await Promise.all(Array.from({ length: 20 }, () => charge({ orderId, cardToken: 'tok_slow' })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ json }) => json['code'] === 'order-already-charged')).toHaveLength(19);
    expect(
      await ledger.query(`SELECT FROM charges WHERE order_id = $1 AND state <> 'taken-back'`, [orderId]),
    ).toHaveLength(1);
  });
});

it('no log holds a card token, and nothing broke', () => {
  const { bank, payment } = running;
  expect(payment.logs() + bank.logs()).not.toMatch(/tok_/);
  expect(payment.logs()).not.toMatch(/"level":"(error|fatal)"/);
});
