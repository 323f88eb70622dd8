import { until } from '@watertight/testing';
import { testShop } from './kit/shop.fixture.ts';
import { hiddenFields, type Page, Visitor } from './visitor.ts';
import { type JaegerSpan, type JaegerTrace, waterfall } from './waterfall.ts';
import { roomFetch } from './room-login.fixture.ts';

const path = ['storefront', 'checkout', 'payment', 'bank'];
const CARD = 'tok_mastercard';

describe('the trace of an order', () => {
  const shop = testShop({ traces: true });
  let trace: JaegerTrace;
  let traceId: string;

  beforeAll(async () => {
    const visitor = new Visitor(shop.url);
    const product = await visitor.open('/products/kayak-deck-compass');
    await visitor.submit('/basket/lines', { ...hiddenFields(product, '/basket/lines'), quantity: '1' });
    const form = hiddenFields(await visitor.open('/checkout'), '/checkout');
    const deliverTo = { name: 'Ada', street: '12 Harbour Street', city: 'Falmouth', country: 'GB' };
    const order = await visitor.submit('/checkout', { ...form, ...deliverTo, cardToken: CARD });
    traceId = order.traceIds[0] ?? '';
    trace = await until(async () => whole(await read(traceId)), { withinMs: 10_000 });
  }, 90_000);

  const read = async (id: string): Promise<JaegerTrace> => {
    const answer = await roomFetch(`${shop.urlOf('control-room')}/api/traces/${id}`);
    return ((await answer.json()) as { data: [JaegerTrace] }).data[0];
  };
  const serviceOf = ({ processID }: JaegerSpan, { processes }: JaegerTrace) => processes[processID]?.serviceName ?? '';
  /** Spans arrive as they end, callers after those they called: it is all there when only the first has no caller. */
  const whole = (found: JaegerTrace) => {
    const services = new Set(found.spans.map(span => serviceOf(span, found)));
    return path.every(name => services.has(name)) && withoutCaller(found).length === 1 && found;
  };
  const withoutCaller = ({ spans }: JaegerTrace) => {
    const ids = new Set(spans.map(({ spanID }) => spanID));
    return spans.filter(({ references }) => !ids.has(references[0]?.spanID ?? ''));
  };
  const tag = ({ tags }: JaegerSpan, key: string) =>
    JSON.stringify(tags.find(each => each.key === key)?.value ?? '').replaceAll('"', '');

  it('leads through storefront, checkout, payment and bank, each called by the one before', () => {
    const byId = new Map(trace.spans.map(span => [span.spanID, span]));
    const callers = (span: JaegerSpan): string[] => {
      const parent = byId.get(span.references[0]?.spanID ?? '');
      return [...(parent === undefined ? [] : callers(parent)), serviceOf(span, trace)];
    };
    const atTheBank = trace.spans.find(span => serviceOf(span, trace) === 'bank' && tag(span, 'http.route'));
    expect(atTheBank).toBeDefined();
    expect([...new Set(callers(atTheBank!))]).toEqual(path);
    expect(withoutCaller(trace).map(span => serviceOf(span, trace))).toEqual(['storefront']);
  });

  it('goes on to its jobs: the delivery that ships it, and what is learnt from it, along no edge but those of the design', async () => {
    const shipped = await until(
      async () => {
        const found = await read(traceId);
        const jobs = found.spans.map(span => `${serviceOf(span, found)} ${span.operationName}`);
        return (
          ['checkout process ship-order', 'recommendations process learn-order'].every(job => jobs.includes(job)) &&
          found
        );
      },
      { withinMs: 20_000 },
    );
    const services = new Map(shipped.spans.map(span => [span.spanID, serviceOf(span, shipped)]));
    const edges = shipped.spans.flatMap(span => {
      const [from, to] = [services.get(span.references[0]?.spanID ?? ''), serviceOf(span, shipped)];
      return from === undefined || from === to ? [] : [`${from} → ${to}`];
    });
    const calls = ['storefront → checkout', 'checkout → payment', 'payment → bank'];
    const jobs = ['checkout → recommendations', 'recommendations → checkout'];
    expect([...new Set(edges)].filter(edge => ![...calls, ...jobs].includes(edge))).toEqual([]);
    expect(calls.every(edge => edges.includes(edge))).toBe(true);
  }, 30_000);

  it('and of all that a customer does shows no id of a basket, a session or a customer, and no secret of an order', async () => {
    const { seen, traceIds } = await everythingOf(shop.url);
    const [row] = await shop.query<{ id: string }>(
      'profile',
      "SELECT id FROM customers WHERE email LIKE 'ada-traces@%'",
    );
    const spans = await Promise.all(
      traceIds.map(id =>
        until(async () => JSON.stringify(await read(id).catch(() => '')) || false, { withinMs: 10_000 }),
      ),
    );
    const logs = shop.names.map(name => shop.process(name).logs()).join('');
    expect(spans.join('')).toContain('/baskets/:basketId');
    expect(seen.size).toBeGreaterThanOrEqual(5); // baskets before and after, a session, a secret
    const shown = [...seen, row?.id ?? 'no customer'].filter(
      each => spans.join('').includes(each) || logs.includes(each),
    );
    expect(shown).toEqual([]);
  }, 30_000);

  it('names its spans by route, never by address', () => {
    const served = Object.fromEntries(
      trace.spans
        .filter(span => tag(span, 'http.route') !== '')
        .map(span => [serviceOf(span, trace), `${tag(span, 'http.route')} = ${span.operationName}`]),
    );
    expect(served).toMatchObject({
      storefront: '/checkout = POST /checkout',
      payment: '/charge-card = POST /charge-card',
      bank: '/captures/:reference = PUT /captures/:reference',
    });
  });

  it('shows what Postgres was asked, without the values', () => {
    const statements = trace.spans.map(span => tag(span, 'db.statement') || tag(span, 'db.query.text'));
    expect(statements.some(text => /insert into charges.*\$1/is.test(text))).toBe(true);
  });

  it('holds no card token and no address, in no attribute of any span', () => {
    const said = JSON.stringify(trace);
    expect(trace.spans.length).toBeGreaterThan(10);
    for (const secret of [CARD, 'Harbour Street']) expect(said).not.toContain(secret);
  });

  it('says at payment what the key was, by its hash', () => {
    const atPayment = trace.spans.find(span => tag(span, 'http.route') === '/charge-card');
    expect(atPayment && tag(atPayment, 'watertight.idempotency.result')).toBe('new');
    expect(atPayment && tag(atPayment, 'watertight.idempotency.key_hash')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is linked from the page that the form led to, and can be read as text', async () => {
    expect(waterfall(trace)).toMatch(/bank PUT \/captures\/:reference/);
    const page = await roomFetch(`${shop.urlOf('control-room')}/traces/${traceId}`);
    expect(await page.text()).toContain('/captures/:reference');
  });

  it('of a page whose search is dead shows three attempts, the back-offs between them, and what became of the call', async () => {
    await shop.process('search').kill();
    const page = await new Visitor(shop.url).open('/products/anchor-nobody-has-seen');
    expect(page.status).toBe(503);
    const told = await until(
      async () => {
        const found = await read(page.traceIds[0] ?? '');
        return (
          found.spans.some(span => span.operationName === 'call search') && withoutCaller(found).length === 1 && found
        );
      },
      { withinMs: 10_000 },
    );
    const call = told.spans.find(span => span.operationName === 'call search');
    const within = told.spans
      .filter(span => span.references[0]?.spanID === call?.spanID)
      .toSorted((a, b) => a.startTime - b.startTime);
    const resends = within.map(span =>
      span.operationName === 'backoff' ? 'backoff' : tag(span, 'http.request.resend_count') || 'first',
    );
    expect(resends).toEqual(['first', 'backoff', '1', 'backoff', '2']);
    expect(call && [tag(call, 'watertight.outcome'), tag(call, 'watertight.attempts')]).toEqual(['failed', '3']);
    await shop.start('search');
  }, 40_000);
});

/** Registers, buys, looks at the order, signs out: the traces of it all, and the values of every cookie meanwhile. */
async function everythingOf(url: string) {
  const visitor = new Visitor(url);
  const traceIds: string[] = [];
  const seen = new Set<string>();
  const look = async (answer: Promise<Page>) => {
    const page = await answer;
    traceIds.push(...page.traceIds);
    for (const pair of visitor.cookieHeader.split('; ').filter(Boolean)) seen.add(pair.split('=')[1] ?? '');
    return page;
  };
  const buy = async () => {
    const product = await look(visitor.open('/products/kayak-deck-compass'));
    await look(visitor.submit('/basket/lines', { ...hiddenFields(product, '/basket/lines'), quantity: '1' }));
    const form = hiddenFields(await look(visitor.open('/checkout')), '/checkout');
    const deliverTo = { name: 'Ada', street: '12 Harbour Street', city: 'Falmouth', country: 'GB' };
    return look(visitor.submit('/checkout', { ...form, ...deliverTo, cardToken: CARD }));
  };
  await buy();
  await look(visitor.register({ name: 'Ada', email: 'ada-traces@example.com', password: 'correct horse battery' }));
  const order = await buy();
  await look(visitor.open(new URL(order.url).pathname));
  await look(visitor.open('/account'));
  await look(visitor.submit('/sign-out', {}));
  return { seen, traceIds };
}
