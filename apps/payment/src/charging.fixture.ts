import { randomUUID } from 'node:crypto';
import { type AppProcess, realPostgres, realRedis, startApp } from '@watertight/testing';

export interface ChargeOverrides {
  key?: string;
  caller?: string;
  deadlineMs?: number;
  signal?: AbortSignal;
  orderId?: string;
  amount?: unknown;
  currency?: string;
  cardToken?: string;
}

/** Payment and its bank as real processes over real databases, for one test file. */
export function charging({ bankEnv = {}, paymentEnv = {} }: { bankEnv?: object; paymentEnv?: object } = {}) {
  const bankData = realPostgres();
  const ledger = realPostgres();
  const redis = realRedis();
  const running = { bank: undefined as unknown as AppProcess, payment: undefined as unknown as AppProcess };
  const startPayment = (env: object = {}) =>
    startApp('payment', {
      DATABASE_URL: ledger.url,
      REDIS_URL: redis.url,
      BANK_URL: running.bank.url,
      ...paymentEnv,
      ...env,
    });
  const startBank = (env: object = {}) => startApp('bank', { DATABASE_URL: bankData.url, ...bankEnv, ...env });
  beforeAll(async () => {
    running.bank = await startBank();
    running.payment = await startPayment();
  });

  return {
    running,
    bankData,
    ledger,
    redis,
    startPayment,
    startBank,
    /** Charges a card; everything not said is valid and new. */
    charge: (asked: ChargeOverrides = {}, payment = running.payment) => charge(payment, asked),
    post: (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
      post(running.payment, body, headers),
    get: async (path: string, caller = 'checkout') => {
      const response = await fetch(running.payment.url + path, { headers: { 'request-caller': caller } });
      return { status: response.status, json: (await response.json()) as Record<string, unknown> };
    },
    /** The ledger's row of a key; undefined when there is none. */
    rowOf: async (key: string) => (await ledger.query('SELECT * FROM charges WHERE key = $1', [key]))[0],
    /** What the bank did for a charge. */
    capturesOf: (id: unknown) =>
      bankData.query('SELECT status, amount_minor::int AS minor FROM captures WHERE reference = $1', [id]),
  };
}

function charge(
  payment: AppProcess,
  { key = randomUUID(), caller = 'checkout', deadlineMs, signal, ...rest }: ChargeOverrides,
) {
  const body = { orderId: randomUUID(), amount: '99.99', currency: 'USD', cardToken: 'tok_visa', ...rest };
  const deadline = deadlineMs === undefined ? {} : { 'request-deadline-ms': String(deadlineMs) };
  const headers = { 'idempotency-key': key, 'request-caller': caller, ...deadline };
  return post(payment, JSON.stringify(body), headers, signal);
}

async function post(
  payment: AppProcess,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string>,
  signal: AbortSignal | null = null,
) {
  const response = await fetch(`${payment.url}/charge-card`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    signal,
  });
  const text = await response.text();
  const location = response.headers.get('location');
  return {
    status: response.status,
    headers: response.headers,
    location,
    /** From the address of the charge; undefined where the answer names none. */
    id: location?.split('/').at(-1),
    replayed: response.headers.get('idempotent-replayed') === 'true',
    text,
    json: JSON.parse(text) as Record<string, unknown> & { errors: { field: string; rule: string }[] },
  };
}
