import { until } from '@watertight/testing';
import { TestShop } from './test-shop.fixture.ts';
import { hiddenFields, Visitor } from './visitor.ts';
import { type JaegerSpan, type JaegerTrace, waterfall } from './waterfall.ts';

const path = ['storefront', 'checkout', 'payment', 'bank'];
const CARD = 'tok_mastercard';

describe('the trace of an order', () => {
  const shop = new TestShop({ traces: true });
  let trace: JaegerTrace;
  let traceId: string;

  beforeAll(async () => {
    await shop.open();
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
    const answer = await fetch(`${shop.urlOf('control-room')}/api/traces/${id}`);
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

  it('is linked from the page that the form led to, and can be read as text', async () => {
    expect(waterfall(trace)).toMatch(/bank PUT \/captures\/:reference/);
    const page = await fetch(`${shop.urlOf('control-room')}/traces/${traceId}`);
    expect(await page.text()).toContain('/captures/:reference');
  });
});
