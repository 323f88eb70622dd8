import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { NodeSDK, type NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import { ClientSpan, currentTrace, currentTraceparent, ServerSpan, withTraceparent } from './index.ts';

type SpanProcessor = NonNullable<NodeSDKConfiguration['spanProcessors']>[number];
type FinishedSpan = Parameters<SpanProcessor['onEnd']>[0];

const theirs = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
const sampled = `00-${theirs.traceId}-${theirs.spanId}-01`;
const notSampled = `00-${theirs.traceId}-${theirs.spanId}-00`;
const request = { method: 'GET', route: '/products/:slug', url: '/products/buoy?near=kiel', traceparent: sampled };
const asked = {
  method: 'GET',
  origin: 'http://search:3001',
  host: 'search',
  port: 3001,
  path: '/products',
  route: '/products',
  attempt: 1,
};

const ID = 'c2d3c4b0-bf57-4bcf-b39e-f68b9136b0ea';

describe('without an SDK', () => {
  it('a server span stands for nothing, and the received ids go on', () => {
    const span = new ServerSpan(request);
    const seen = withTraceparent(sampled, () => span.within(() => [currentTraceparent(), ClientSpan.start(asked)]));
    span.end(200);
    expect(seen).toEqual([sampled, undefined]);
  });
});

describe('with an SDK', () => {
  const spans: FinishedSpan[] = [];
  const nothing = () => Promise.resolve();
  const processor = { onStart() {}, onEnd: (span: FinishedSpan) => void spans.push(span) };
  const sdk = new NodeSDK({
    spanProcessors: [{ ...processor, forceFlush: nothing, shutdown: nothing }],
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [],
  });
  beforeAll(() => sdk.start());
  beforeEach(() => void spans.splice(0));
  afterAll(() => sdk.shutdown());

  it('a request that is believed goes on in its caller’s trace; what it asks is a child of it', () => {
    const server = new ServerSpan(request);
    const client = server.within(() => ClientSpan.start(asked));
    const carried = client?.traceparent;
    client?.answered(200);
    client?.end();
    server.end(200);
    const [atClient, atServer] = spans;
    expect(atServer).toMatchObject({ name: 'GET /products/:slug', kind: SpanKind.SERVER, parentSpanContext: theirs });
    expect(atServer?.attributes).toEqual({
      'http.request.method': 'GET',
      'http.route': '/products/:slug',
      'url.scheme': 'http',
      'url.path': '/products/buoy',
      'url.query': 'near=kiel',
      'http.response.status_code': 200,
    });
    expect(atClient).toMatchObject({ name: 'GET', kind: SpanKind.CLIENT, parentSpanContext: atServer?.spanContext() });
    expect(atClient?.attributes).toEqual({
      'http.request.method': 'GET',
      'url.full': 'http://search:3001/products',
      'server.address': 'search',
      'server.port': 3001,
      'http.response.status_code': 200,
    });
    expect(carried).toBe(`00-${theirs.traceId}-${atClient?.spanContext().spanId}-01`);
  });

  it.each([
    ['/baskets/B/lines/wt-1001', '/baskets/:basketId/lines/:productId', '/baskets/:basketId/lines/wt-1001', undefined],
    ['/baskets/B?near=kiel', '/baskets/:basketId', '/baskets/:basketId', 'near=kiel'],
    [
      '/orders/O?a=1&customerId=C&basketId=B',
      '/orders/:orderId',
      '/orders/O',
      'a=1&customerId=:customerId&basketId=:basketId',
    ],
    [`/baskets/${ID}/nowhere`, undefined, '/baskets/:id/nowhere', undefined],
  ])('of %j neither side shows the id of a basket or of a customer', (url, route, path, query) => {
    new ServerSpan({ ...request, url, route }).end(200);
    const attributes = spans[0]?.attributes;
    expect([attributes?.['url.path'], attributes?.['url.query']]).toEqual([path, query]);
    if (route === undefined) return;
    const client = ClientSpan.start({ ...asked, path: url, route });
    client?.end();
    expect(spans[1]?.attributes['url.full']).toBe(`http://search:3001${path}${query === undefined ? '' : `?${query}`}`);
  });

  it('without a caller who is believed it begins a trace of its own; without a route its name is the method', () => {
    const server = new ServerSpan({ method: 'GET', route: undefined, url: '/nowhere', traceparent: undefined });
    const ids = server.within(currentTrace);
    server.end(404);
    expect(spans[0]).toMatchObject({ name: 'GET', status: { code: SpanStatusCode.UNSET } });
    expect(spans[0]?.parentSpanContext).toBeUndefined();
    expect(ids?.traceId).toBe(spans[0]?.spanContext().traceId);
    expect(ids?.traceId).not.toBe(theirs.traceId);
  });

  it.each([
    '',
    'hello',
    `${sampled}-more`,
    '00-00000000000000000000000000000000-b7ad6b7169203331-01',
    'x'.repeat(9000),
  ])('a traceparent of %j begins a new trace', traceparent => {
    new ServerSpan({ ...request, traceparent }).end(200);
    expect(spans[0]?.parentSpanContext).toBeUndefined();
  });

  it('of a trace that is not kept nothing is, and its ids are what is passed on', () => {
    const server = new ServerSpan({ ...request, traceparent: notSampled });
    const [client, passedOn] = server.within(() => [ClientSpan.start(asked), currentTraceparent()] as const);
    server.end(200);
    expect(client).toBeUndefined();
    expect(passedOn).toMatch(new RegExp(`^00-${theirs.traceId}-[0-9a-f]{16}-00$`));
    expect(spans).toEqual([]);
  });

  it('a request whose caller left before it was answered has no status', () => {
    new ServerSpan(request).end(undefined);
    expect(spans[0]?.attributes).not.toHaveProperty(['http.response.status_code']);
  });

  it('a failure of the server is an error of its span, a mistake of the caller is not', () => {
    for (const status of [404, 499, 500, 503]) new ServerSpan(request).end(status);
    expect(spans.map(({ status, attributes }) => [status.code, attributes['error.type']])).toEqual([
      [SpanStatusCode.UNSET, undefined],
      [SpanStatusCode.UNSET, undefined],
      [SpanStatusCode.ERROR, '500'],
      [SpanStatusCode.ERROR, '503'],
    ]);
  });

  it('an attempt says which it is, and how it failed: by its status, its code or its error', () => {
    const ends: ((span: ClientSpan) => void)[] = [
      span => span.answered(404),
      span => span.failed(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })),
      span => span.failed(new TypeError('broken')),
      span => span.failed(Object.assign(new Error('the caller hung up'), { name: 'AbortError', code: 20 })), // as a DOMException has it
      span => span.failed(Object.assign(new RangeError('late'), { code: 'timeout' })),
      span => span.failed('gone'),
    ];
    const server = new ServerSpan(request);
    server.within(() =>
      ends.forEach((end, before) => {
        const span = ClientSpan.start({ ...asked, attempt: before + 1 });
        if (span !== undefined) end(span);
        span?.end();
      }),
    );
    expect(trace.getActiveSpan()).toBeUndefined();
    expect(spans.map(({ attributes }) => [attributes['http.request.resend_count'], attributes['error.type']])).toEqual([
      [undefined, '404'],
      [1, 'ECONNREFUSED'],
      [2, 'TypeError'],
      [3, 'AbortError'],
      [4, 'RangeError'],
      [5, 'string'],
    ]);
    expect(spans.every(({ status }) => status.code === SpanStatusCode.ERROR)).toBe(true);
  });
});
