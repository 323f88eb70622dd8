import Fastify from 'fastify';
import { serveTraces, type Span, TraceStore } from './index.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const page = {
  traceId,
  spanId: 'b7ad6b7169203331',
  name: 'GET /products/:slug',
  kind: 2,
  startTimeUnixNano: '1700000000000000000',
  endTimeUnixNano: '1700000000012000000',
  attributes: [attribute('http.route', '/products/:slug')],
  status: { code: 2 },
};
const call = { ...page, spanId: 'c7ad6b7169203331', parentSpanId: page.spanId, name: 'call search', status: {} };
const batch = (...spans: object[]) => ({
  resourceSpans: [{ resource: { attributes: [attribute('service.name', 'storefront')] }, scopeSpans: [{ spans }] }],
});

describe('the doors of the trace store', () => {
  const doors = () => {
    const fastify = Fastify();
    serveTraces(fastify, new TraceStore(), 'the token');
    const send = (body: string, authorization = 'Bearer the token') =>
      fastify.inject({
        method: 'POST',
        url: '/v1/traces',
        headers: { 'content-type': 'application/json', authorization },
        body,
      });
    return { send, read: (id: string) => fastify.inject(`/api/traces/${id}`) };
  };

  it('take a trace as OTLP, and answer it as Jaeger does', async () => {
    const { send, read } = doors();
    expect((await send(JSON.stringify(batch(page, call)))).statusCode).toBe(200);
    expect((await read(traceId)).json()).toMatchObject({
      data: [
        {
          traceID: traceId,
          spans: [
            { operationName: 'GET /products/:slug', duration: 12_000, references: [] },
            { references: [{ refType: 'CHILD_OF', spanID: page.spanId }] },
          ],
          processes: { p0: { serviceName: 'storefront' } },
        },
      ],
    });
  });

  it.each(['', 'the token', 'Bearer another', 'Bearer the token more'])(
    'refuse spans with the token "%s"',
    async token => {
      const { send, read } = doors();
      expect((await send(JSON.stringify(batch(page)), token)).statusCode).toBe(401);
      expect((await read(traceId)).statusCode).toBe(404);
    },
  );

  it('keep 256 characters of a name and of an attribute, and 64 attributes', async () => {
    const { send, read } = doors();
    const long = 'x'.repeat(1000);
    const attributes = Array.from({ length: 100 }, (_, i) => attribute(`key-${i}`, long));
    await send(JSON.stringify(batch({ ...page, name: long, attributes })));
    const [span] = (await read(traceId)).json<{
      data: [{ spans: [{ operationName: string; tags: { value: string }[] }] }];
    }>().data[0].spans;
    expect([span.operationName.length, span.tags.length, span.tags[0]?.value.length]).toEqual([256, 65, 256]);
  });

  it.each(['{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"x"}]}]}]}', '{', 'null'])(
    'refuse %s as traces',
    async body => {
      expect((await doors().send(body)).statusCode).toBe(400);
    },
  );

  it('answer 404 for a trace that is not known, and 400 for what is no trace id', async () => {
    const { read } = doors();
    expect((await read('1'.repeat(32))).statusCode).toBe(404);
    expect((await read('not-a-trace')).statusCode).toBe(400);
  });
});

describe('the trace store', () => {
  const span = (number: number, more: Partial<Span> = {}): Span => ({
    traceId: String(number),
    spanId: '1',
    parentSpanId: undefined,
    service: 'storefront',
    name: 'GET /',
    kind: 2,
    startUs: number,
    durationUs: 1000 * number,
    failed: false,
    attributes: { 'url.path': '/stores' },
    ...more,
  });

  it('keeps the latest 2,000 traces', () => {
    const store = new TraceStore();
    store.add(Array.from({ length: 2001 }, (_, i) => span(i)));
    expect(() => store.read('0')).toThrow('This trace is not known here');
    expect(store.read('1')).toHaveLength(1);
    expect(store.read('2000')).toHaveLength(1);
  });

  it('keeps 100,000 spans at most, 2,000 of each trace', () => {
    const store = new TraceStore();
    for (let trace = 0; trace <= 50; trace += 1)
      store.add(Array.from({ length: 2001 }, () => span(trace, { parentSpanId: '2' })));
    expect(() => store.read('0')).toThrow('This trace is not known here');
    expect(store.read('1')).toHaveLength(2000);
  });

  it('keeps 32 MB at most, whatever is in the spans', () => {
    const store = new TraceStore();
    const attributes = Object.fromEntries(Array.from({ length: 64 }, (_, i) => [`key-${i}`, 'x'.repeat(256)]));
    for (let trace = 0; trace < 1200; trace += 1) store.add([span(trace, { attributes })]);
    expect(() => store.read('0')).toThrow('This trace is not known here');
    expect(store.read('300')).toHaveLength(1);
  });

  it('names the pages of the storefront, and not what they called', () => {
    const store = new TraceStore();
    store.add([span(1), span(2, { parentSpanId: '1' }), span(3, { service: 'search' })]);
    expect(store.pages.worst(4)).toEqual([
      { traceId: '1', shop: 'storefront', path: '/stores', tookMs: 1, failed: false },
    ]);
  });
});
