import { randomUUID } from 'node:crypto';
import {
  answer,
  type Answer,
  type AppProcess,
  fakeServer,
  realPostgres,
  type SeenRequest,
  startApp,
  until,
} from '@watertight/testing';
import { Ledger, type OrderOrProblem, SmallShop, statusesOf, type Told } from '../small-shop.fixture.ts';

const SEED = 20_260_301;
const BUYERS = 60;
const DECLINED_EVERY = 7;
const NOT_FINAL = [202, 500, 503, 504];

/** Mulberry32: the same storm on every machine. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe(`a storm of ${BUYERS} buyers over two processes, one of them killed, and a payment of all moods (seed ${SEED})`, () => {
  const postgres = realPostgres();
  const ledger = new Ledger();
  const random = dice(SEED);
  const payment = fakeServer(ledger.charges);
  const processes: AppProcess[] = [];
  let turn = 0;
  const shop = new SmallShop(() => processes[turn++ % processes.length]?.url ?? '', postgres);
  const start = () =>
    startApp('checkout', {
      DATABASE_URL: postgres.url,
      PAYMENT_URL: payment.url,
      LEASE_MS: '1500',
      SWEEP_MS: '100',
    });

  /** Charges, loses the request or the answer, refuses, dawdles; patient from the third time it is asked about a charge. */
  const asked = new Map<unknown, number>();
  const moods = (seen: SeenRequest): Answer => {
    const key = seen.headers['idempotency-key'];
    const times = (asked.get(key) ?? 0) + 1;
    asked.set(key, times);
    const mood = times > 2 ? 1 : random();
    if (mood < 0.15) return ledger.losesAnswers(seen);
    if (mood < 0.25) return answer.reset();
    if (mood < 0.35) return answer.json(unavailable, { status: 503 });
    if (mood < 0.5) return answer.after(400, ledger.charges(seen));
    return ledger.charges(seen);
  };
  const unavailable = { type: 'about:blank', title: 'x', status: 503, detail: 'x', code: 'bank-unavailable' };

  /** Pays, and sends the same again until the answer is final, as the storefront does for a patient visitor. */
  async function buy(basketId: string, cardToken: string, priceVersions: Record<string, number>) {
    const key = randomUUID();
    const told = await until(
      async () => {
        const answered: Told<OrderOrProblem> = await shop.pay(basketId, { key, cardToken, priceVersions });
        const running = answered.body.code === 'request-in-progress';
        return running || NOT_FINAL.includes(answered.status) ? undefined : answered;
      },
      { withinMs: 30_000 },
    );
    return { key, basketId, cardToken, told };
  }

  let bought: Awaited<ReturnType<typeof buy>>[] = [];

  beforeAll(async () => {
    processes.push(await start(), await start());
    await shop.open();
    const goods = await Promise.all(
      [5, 8, 12, 20].map(pieces => shop.product({ aarhus: pieces, bergen: pieces, cork: pieces })),
    );
    // These never sell out: a declined card can be observed only where stock is left to pay for.
    const plenty = await shop.product({ aarhus: BUYERS });
    const priceVersions = Object.fromEntries([...goods, plenty].map(id => [id, 1]));
    // All is drawn before anything is asked: what comes after an answer is drawn in another order each time.
    const wishes = Array.from({ length: BUYERS }, (_, buyer) => {
      if (buyer % DECLINED_EVERY === 0) return { lines: { [plenty]: 1 }, cardToken: 'tok_declined' };
      const wanted = goods.toSorted(() => random() - 0.5).slice(0, 1 + Math.floor(random() * 3));
      const lines = Object.fromEntries(wanted.map(id => [id, 1 + Math.floor(random() * 2)]));
      return { lines, cardToken: 'tok_visa' };
    });
    const buyers: { basketId: string; cardToken: string }[] = [];
    for (const { lines, cardToken } of wishes) buyers.push({ basketId: await shop.basket(lines), cardToken });
    payment.does(moods);
    const buying = Promise.all(buyers.map(({ basketId, cardToken }) => buy(basketId, cardToken, priceVersions)));
    await until(() => payment.requests.length > BUYERS / 3, { withinMs: 10_000 });
    await processes.pop()?.kill();
    bought = await buying;
    payment.does(ledger.charges);
    const charging = () => postgres.query(`SELECT FROM orders WHERE status = 'charging'`);
    await until(async () => (await charging()).length === 0, { withinMs: 20_000 });
  }, 90_000);

  it('answers every buyer for good: paid, declined or sold out', () => {
    expect([...new Set(statusesOf(bought.map(({ told }) => told)))]).toEqual([201, 402, 409]);
    for (const { told } of bought.filter(each => each.told.status === 409)) {
      expect(['out-of-stock', 'basket-already-ordered']).toContain(told.body.code);
    }
  });

  it('has charged each paid order once, the amount it shows, and no other', async () => {
    const paid = await postgres.query<{ id: string; key: string; amount: string }>(
      `SELECT id, charge_key AS key, (amount_minor / 100.0)::numeric(12, 2)::text AS amount
       FROM orders WHERE status IN ('confirmed', 'shipped') ORDER BY 2`,
    );
    const captured = [...ledger.captured].map(([key, amount]) => ({ key, amount }));
    expect(captured.toSorted((a, b) => (a.key < b.key ? -1 : 1))).toEqual(
      paid.map(({ key, amount }) => ({ key, amount })),
    );
    const told = bought.filter(each => each.told.status === 201).map(each => each.told.body.id);
    expect(paid.map(({ id }) => id).toSorted()).toEqual(told.toSorted());
  });

  it('has lost and invented no piece: every shelf adds up to what it received and to what its orders say', async () => {
    const wrong = await postgres.query(
      `SELECT s.* FROM stock s
       LEFT JOIN (
         SELECT r.product_id, r.store_id,
           coalesce(sum(r.quantity) FILTER (WHERE o.status = 'reserved'), 0) AS reserved,
           coalesce(sum(r.quantity) FILTER (WHERE o.status IN ('confirmed', 'shipped')), 0) AS sold
         FROM reservations r JOIN orders o ON o.id = r.order_id
         GROUP BY 1, 2
       ) held USING (product_id, store_id)
       WHERE s.reserved <> coalesce(held.reserved, 0) OR s.sold <> coalesce(held.sold, 0)
         OR s.received <> s.available + s.reserved + s.sold`,
    );
    expect(wrong).toEqual([]);
  });

  it('has told the others of each paid order once', async () => {
    const [counts] = await postgres.query(
      `SELECT (SELECT count(*)::int FROM orders WHERE status IN ('confirmed', 'shipped')) AS paid,
         (SELECT count(*)::int FROM outbox WHERE queue = 'ship-order') AS to_ship,
         (SELECT count(DISTINCT event->>'orderId')::int FROM outbox WHERE queue = 'learn-order') AS to_learn`,
    );
    expect(counts).toEqual({ paid: counts?.['paid'], to_ship: counts?.['paid'], to_learn: counts?.['paid'] });
    expect(counts?.['paid']).toBeGreaterThan(10);
  });

  it('keeps the token of no card', async () => {
    expect(await postgres.query('SELECT FROM orders WHERE card_token IS NOT NULL')).toEqual([]);
  });

  it('replays every final answer to the byte', async () => {
    const priceVersions = await (async () => {
      const rows = await postgres.query<{ product_id: string }>('SELECT product_id FROM prices');
      return Object.fromEntries(rows.map(row => [row.product_id, 1]));
    })();
    for (const { key, basketId, cardToken, told } of bought.filter(each => each.told.status < 409)) {
      const again = await shop.pay(basketId, { key, cardToken, priceVersions });
      expect([again.status, again.text, again.headers.get('idempotent-replayed')]).toEqual([
        told.status,
        told.text,
        'true',
      ]);
    }
  });
});
