import type { Span } from '@watertight/trace-store';
import { waterfall } from './waterfall.ts';

let ids = 0;
function span(
  name: string,
  parent: Span | undefined,
  [fromMs, toMs]: [number, number],
  more: Partial<Span> = {},
): Span {
  ids += 1;
  return {
    traceId: '1',
    spanId: String(ids),
    parentSpanId: parent?.spanId,
    service: 'storefront',
    name,
    kind: 1,
    startUs: 1_000_000 + fromMs * 1000,
    durationUs: (toMs - fromMs) * 1000,
    failed: false,
    attributes: {},
    ...more,
  };
}
const drawn = async (...spans: Span[]) => String(await waterfall(spans));
const text = (markup: string) => markup.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
const bars = (markup: string) =>
  [...markup.matchAll(/<rect class="(\w+)" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g)].map(([, kind, x, width]) => [
    kind,
    Number(x),
    Number(width),
  ]);

describe('a trace as bars', () => {
  const page = span('GET /', undefined, [0, 1000]);

  it('has all attempts of a call on its row, back-offs as gaps between them, and what they reached below it', async () => {
    const call = span('call search', page, [0, 500], { attributes: { 'watertight.outcome': 'retried_ok' } });
    const cut = { kind: 3, failed: true, attributes: { 'error.type': 'timeout' } };
    const first = span('GET', call, [0, 200], cut);
    const pause = span('backoff', call, [200, 300]);
    const second = span('GET', call, [300, 500], { kind: 3 });
    const theirs = span('GET /products', second, [350, 450], { service: 'search' });
    const markup = await drawn(page, call, first, pause, second, theirs);
    expect(markup.match(/<li>/g)).toHaveLength(3);
    expect(bars(markup)).toEqual([
      ['done', 0, 1000],
      ['failed', 0, 200],
      ['backoff', 200, 100],
      ['done', 300, 200],
      ['done', 350, 100],
    ]);
    expect(text(markup)).toContain('attempt 1 ✂ timeout · attempt 2 ok · retried ok');
    expect(text(markup)).toMatch(/call search .* search GET \/products/);
  });

  it('names a refusal, and outlines what was answered by something else', async () => {
    const call = span('call comments', page, [10, 20], { attributes: { 'watertight.outcome': 'fallback' } });
    const refusal = span('refused: breaker_open', call, [12, 12], { failed: true });
    const markup = await drawn(page, call, refusal);
    expect(bars(markup).map(([kind]) => kind)).toEqual(['done', 'instead', 'refused']);
    expect(text(markup)).toContain('◆ refused: breaker_open · fallback');
  });

  it('shows what came without its parent, and nothing of a name is markup', async () => {
    const lost = span('<b>lost</b>', span('never came', undefined, [0, 1]), [5, 6]);
    const markup = await drawn(page, lost);
    expect(markup).toContain('&lt;b&gt;lost&lt;/b&gt;');
    expect(markup.match(/<li>/g)).toHaveLength(2);
  });

  it('goes in no circle where ids stand for two spans', async () => {
    const child = span('child', page, [1, 2]);
    const twin = { ...span('twin of the page', child, [1, 2]), spanId: page.spanId };
    const itself = { ...span('its own parent', undefined, [1, 2]), spanId: 'x', parentSpanId: 'x' };
    expect((await drawn(page, child, twin, itself)).match(/<li>/g)).toHaveLength(3);
  });

  it('tells a replayed charge, and every attribute of a row', async () => {
    const charge = span('POST /charges', page, [0, 3], {
      service: 'payment',
      attributes: { 'watertight.idempotency.result': 'replayed', 'http.route': '/charges' },
    });
    const seen = text(await drawn(page, charge));
    expect(seen).toContain('↺ replayed');
    expect(seen).toContain('http.route /charges');
  });
});
