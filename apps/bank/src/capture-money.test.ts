import { randomUUID } from 'node:crypto';
import type { Capture } from '@watertight/contracts/bank';
import { type AppProcess, fate, realPostgres, startApp, until } from '@watertight/testing';

describe('the bank', () => {
  const postgres = realPostgres();
  let bank: AppProcess;

  beforeAll(async () => {
    bank = await startApp('bank', { DATABASE_URL: postgres.url, DAWDLE_MS: '400' });
  });

  const put = (reference: string, cardToken: string, amount = '99.99', currency = 'USD') =>
    fetch(`${bank.url}/captures/${reference}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ amount, currency, cardToken }),
    });
  const read = (reference: string) => fetch(`${bank.url}/captures/${reference}`);
  const capturedOf = async (reference: string) =>
    postgres.query(`SELECT amount_minor::int AS amount FROM captures WHERE reference = $1`, [reference]);

  it.each([
    ['tok_visa', { brand: 'Visa', last4: '4242' }],
    ['tok_mastercard', { brand: 'Mastercard', last4: '4444' }],
  ])('captures 99.99 USD from %s', async (token, card) => {
    const reference = randomUUID();
    const answer = await put(reference, token);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      reference,
      status: 'captured',
      declineReason: null,
      amount: '99.99',
      currency: 'USD',
      card,
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
  });

  it.each([
    ['tok_declined', 'declined by the card’s issuer', '0002'],
    ['tok_insufficient_funds', 'insufficient funds', '9995'],
  ])('declines %s: %s', async (token, declineReason, last4) => {
    const answer = (await (await put(randomUUID(), token)).json()) as Capture;
    expect(answer).toMatchObject({ status: 'declined', declineReason, card: { brand: 'Visa', last4 } });
  });

  it('declines a card it has not issued, and answers the same when asked again', async () => {
    const reference = randomUUID();
    const first = await (await put(reference, 'tok_of_a_stranger')).text();
    expect(JSON.parse(first)).toMatchObject({ status: 'declined', declineReason: 'unknown card', card: null });
    expect(await (await put(reference, 'tok_of_a_stranger')).text()).toBe(first);
  });

  it('moves the money once for 50 requests with one reference at once, all answered alike', async () => {
    const reference = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () => (await put(reference, 'tok_visa')).text()),
    );
    expect(new Set(answers).size).toBe(1);
    expect(await capturedOf(reference)).toEqual([{ amount: 9999 }]);
    expect(await (await read(reference)).text()).toBe(answers[0]);
  });

  it.each([
    ['99.98', 'USD'],
    ['99.99', 'EUR'],
  ])('refuses %s %s under the reference of 99.99 USD, and leaves that as it was', async (amount, currency) => {
    const reference = randomUUID();
    const first = await (await put(reference, 'tok_visa')).text();
    const other = await put(reference, 'tok_visa', amount, currency);
    expect([other.status, await other.json()]).toMatchObject([409, { code: 'reference-reused' }]);
    expect(await (await read(reference)).text()).toBe(first);
  });

  it.each([
    ['99999', 'JPY', 99_999],
    ['1.250', 'KWD', 1250],
  ])('counts %s %s in minor units', async (amount, currency, amountMinor) => {
    const reference = randomUUID();
    expect(await (await put(reference, 'tok_visa', amount, currency)).json()).toMatchObject({ amount, currency });
    expect(await capturedOf(reference)).toEqual([{ amount: amountMinor }]);
  });

  it('has captured tok_lost_response when the connection drops, and tells the second time', async () => {
    const reference = randomUUID();
    await expect(put(reference, 'tok_lost_response')).rejects.toThrow('fetch failed');
    expect(await (await read(reference)).json()).toMatchObject({ status: 'captured' });
    expect(await (await put(reference, 'tok_lost_response')).json()).toMatchObject({ status: 'captured' });
    expect(await capturedOf(reference)).toHaveLength(1);
  });

  it('has captured tok_silent while its caller waits in vain, and tells the second time', async () => {
    const reference = randomUUID();
    const patience = new AbortController();
    const first = fate(
      fetch(`${bank.url}/captures/${reference}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ amount: '5.00', currency: 'EUR', cardToken: 'tok_silent' }),
        signal: patience.signal,
      }),
    );
    await until(async () => (await read(reference)).ok, { withinMs: 5_000 });
    expect(await (await put(reference, 'tok_silent', '5.00', 'EUR')).json()).toMatchObject({ status: 'captured' });
    expect(first.state).toBe('pending');
    patience.abort();
  });

  it('thinks for its 400 ms over tok_slow, also when the caller has hung up meanwhile', async () => {
    const startedAt = performance.now();
    expect(await (await put(randomUUID(), 'tok_slow')).json()).toMatchObject({ status: 'captured' });
    expect(performance.now() - startedAt).toBeGreaterThan(390);

    const reference = randomUUID();
    const impatient = fetch(`${bank.url}/captures/${reference}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'request-deadline-ms': '200' },
      body: JSON.stringify({ amount: '5.00', currency: 'EUR', cardToken: 'tok_slow' }),
      signal: AbortSignal.timeout(100),
    });
    await expect(impatient).rejects.toThrow('aborted due to timeout');
    expect(await capturedOf(reference)).toEqual([]);
    await until(async () => (await read(reference)).ok, { withinMs: 5_000 });
  });

  it('has not seen a reference before it arrives', async () => {
    const answer = await read(randomUUID());
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'capture-not-found' }]);
  });

  it.each([
    ['0.00', 'USD', 'tok_visa', 'amount'],
    ['99.9', 'USD', 'tok_visa', 'amount'],
    ['-1.00', 'USD', 'tok_visa', 'amount'],
    ['1e2', 'USD', 'tok_visa', 'amount'],
    ['99.99', 'DOGE', 'tok_visa', 'currency'],
    ['99.99', 'USD', '4242424242424242', 'cardToken'],
  ])('names the field that breaks a rule in %s %s from %s', async (amount, currency, token, field) => {
    const answer = await put(randomUUID(), token, amount, currency);
    const problem = (await answer.json()) as { code: string; errors: { field: string }[] };
    expect([answer.status, problem.code]).toEqual([400, 'invalid-request']);
    expect(problem.errors.map(error => error.field)).toEqual([field]);
    expect(JSON.stringify(problem)).not.toContain(token);
  });

  it('wants a UUID as a reference', async () => {
    const answer = await put("1' OR '1'='1", 'tok_visa');
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'invalid-request' }]);
  });

  it('writes no card token into its log', () => {
    expect(bank.logs()).not.toMatch(/tok_/);
  });
});
