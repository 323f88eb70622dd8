import { randomBytes, randomUUID } from 'node:crypto';
import type { Basket, Order, Price } from '@watertight/contracts/checkout';
import type { Problem } from '@watertight/contracts';
import { answer, type Answer, opsOnly, type RealPostgres, type SeenRequest, until } from '@watertight/testing';

/** What came back: one type for all, because a test says itself what it expects. */
export interface Told<Body> {
  status: number;
  headers: Headers;
  text: string;
  body: Body;
}

/** An order or a problem: the test says which it expects. */
export type OrderOrProblem = Omit<Order, 'status'> & Omit<Problem, 'status'> & { status: string | number };

/** Payment as checkout sees it, for tests: it keeps what it captured, by key. */
export class Ledger {
  /** Amount per idempotency key. */
  readonly captured = new Map<string, string>();
  private readonly orders = new Map<string, string>();

  /** The keys under which an order was charged. */
  keysOf(orderId: string): string[] {
    return [...this.orders].filter(([, of]) => of === orderId).map(([key]) => key);
  }

  /** Captures once per key and answers; `tok_declined` is declined. */
  readonly charges = (seen: SeenRequest): Answer => {
    const key = String(seen.headers['idempotency-key']);
    const { orderId, amount, currency, cardToken } = JSON.parse(seen.body) as Record<string, string>;
    if (cardToken === 'tok_declined') {
      const problem = { code: 'card-declined', declineReason: 'insufficient funds' };
      return answer.json(
        { type: 'about:blank', title: 'Declined', status: 402, detail: 'No.', ...problem },
        { status: 402 },
      );
    }
    this.captured.set(key, String(amount));
    this.orders.set(key, String(orderId));
    const charge = { id: randomUUID(), orderId, amount, currency, card: { brand: 'Visa', last4: '4242' } };
    return answer.json({ ...charge, status: 'captured', capturedAt: new Date().toISOString() }, { status: 201 });
  };

  /** Captures, and the answer never arrives. */
  readonly losesAnswers = (seen: SeenRequest): Answer => {
    this.charges(seen);
    return answer.reset();
  };
}

/** The statuses of several answers, lowest first. */
export const statusesOf = (told: readonly { status: number }[]) =>
  told.map(({ status }) => status).toSorted((a, b) => a - b);

/** A shop with three stores for tests, and what customers do in it; each test brings products of its own. */
export class SmallShop {
  private products = 1000;
  /** What opens every order that is placed here without a customer and another secret. */
  readonly secret = randomBytes(32).toString('base64url');

  constructor(
    private readonly url: () => string,
    private readonly postgres: RealPostgres,
  ) {}

  async open(): Promise<void> {
    await this.postgres.query(
      `INSERT INTO stores (id, name, country, latitude, longitude) VALUES
       ('aarhus', 'Aarhus', 'DK', 56.2, 10.2), ('bergen', 'Bergen', 'NO', 60.4, 5.3), ('cork', 'Cork', 'IE', 51.9, -8.5)`,
    );
  }

  /** A new product at `price` cents, with so many pieces at each store. */
  async product(stock: Record<string, number>, price = 9999): Promise<string> {
    this.products += 1;
    const id = `wt-${this.products}`;
    await this.postgres.query(`INSERT INTO products VALUES ($1, $2, $3, 'winch')`, [id, `winch-${id}`, `Winch ${id}`]);
    await this.postgres.query(`INSERT INTO prices VALUES ($1, 1, $2, 'USD')`, [id, price]);
    for (const [storeId, pieces] of Object.entries(stock)) {
      await this.postgres.query(
        'INSERT INTO stock (product_id, store_id, received, available) VALUES ($1, $2, $3, $3)',
        [id, storeId, pieces],
      );
    }
    return id;
  }

  /** Locks the stock of a product for half a second, so that concurrent buyers meet. Resolves when it is locked. */
  async hold(productId: string): Promise<{ released: Promise<unknown> }> {
    const released = this.postgres.query(
      'SELECT pg_sleep(0.5) FROM (SELECT FROM stock WHERE product_id = $1 LIMIT 1 FOR UPDATE) AS held',
      [productId],
    );
    const sleeping = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`;
    await until(async () => (await this.postgres.query(sleeping)).length === 1, { withinMs: 2000 });
    return { released };
  }

  /** A new basket with so many pieces of each product. */
  async basket(lines: Record<string, number>): Promise<string> {
    const basketId = randomUUID();
    for (const [productId, quantity] of Object.entries(lines)) {
      const { status, text } = await this.add(basketId, { productId, quantity });
      if (status !== 200) throw new Error(text);
    }
    return basketId;
  }

  /** Puts pieces of a product into a basket, under a key of their own unless one is given. */
  add(basketId: string, line: object, key: string = randomUUID()): Promise<Told<Basket>> {
    return this.ask('POST', `/baskets/${basketId}/lines`, line, { 'idempotency-key': key });
  }

  /** Pays for a basket as its page shows it now. */
  async pay(basketId: string, options: Paying = {}): Promise<Told<OrderOrProblem>> {
    const { key = randomUUID(), cardToken = 'tok_visa', city = 'Bergen', country = 'NO' } = options;
    const { priceVersions, customerId, deadlineMs, signal, secret = this.secret } = options;
    const seen = priceVersions ?? (await this.shownVersions(basketId));
    const deliverTo = { name: 'Ada', street: 'Quay 1', city, country };
    const headers = {
      'idempotency-key': key,
      ...(deadlineMs !== undefined && { 'request-deadline-ms': String(deadlineMs) }),
    };
    return this.ask(
      'POST',
      '/orders',
      { basketId, priceVersions: seen, cardToken, deliverTo, customerId, secret },
      headers,
      signal,
    );
  }

  /** Reads an order with the secret it was placed with, unless another caller is given. */
  read<Body = Order>(
    orderId: string,
    opening: { customerId?: string; secrets?: string[] } = { secrets: [this.secret] },
  ): Promise<Told<Body>> {
    return this.ask('POST', `/orders/${orderId}/read`, opening);
  }

  /** Sets the price of a product in USD, as a client that has the ops token and has seen `version`. */
  setPrice(productId: string, amount: unknown, version = 1): Promise<Told<Price & { code?: string }>> {
    const headers = { ...opsOnly, 'if-match': `"${version}"` };
    return this.ask('PUT', `/prices/${productId}`, { price: { amount, currency: 'USD' } }, headers);
  }

  async shownVersions(basketId: string): Promise<Record<string, number>> {
    const { body } = await this.ask<Basket>('GET', `/baskets/${basketId}`);
    return Object.fromEntries(body.lines.map(line => [line.productId, line.priceVersion]));
  }

  async ask<Body = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
    signal?: AbortSignal,
  ): Promise<Told<Body>> {
    const response = await fetch(`${this.url()}${path}`, {
      method,
      headers: { 'content-type': 'application/json', 'request-caller': 'storefront', ...headers },
      ...(signal && { signal }),
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as Body };
  }

  /** Where the pieces of a product are, in all stores together. */
  async pieces(productId: string) {
    const [row] = await this.postgres.query<{ available: number; reserved: number; sold: number }>(
      `SELECT sum(available)::int AS available, sum(reserved)::int AS reserved, sum(sold)::int AS sold
       FROM stock WHERE product_id = $1`,
      [productId],
    );
    return row;
  }
}

interface Paying {
  key?: string;
  cardToken?: string;
  city?: string;
  country?: string;
  priceVersions?: Record<string, number>;
  customerId?: string;
  secret?: string;
  deadlineMs?: number;
  /** Aborted: the caller hangs up. */
  signal?: AbortSignal;
}
