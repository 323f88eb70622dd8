import { fakeClock } from '@watertight/testing';
import { classifyPage } from './classify-page.ts';
import { PageCounter } from './page-counts.ts';

describe('what visitors get', () => {
  const clock = fakeClock();

  it('is counted second by second, and of the last ten seconds', async () => {
    const counter = new PageCounter('the shop');
    await clock.advance(500_000);
    for (let page = 1; page <= 100; page += 1) counter.add(page <= 98 ? 'whole' : 'degraded', page);
    counter.add('failed');
    await clock.advance(1_000);
    const { lately, history } = counter.read();
    expect(lately).toEqual({ whole: 98, degraded: 2, failed: 1, p99Ms: 99 });
    expect(history).toHaveLength(120);
    expect(history.at(-1)).toEqual(lately);
    expect(history.at(-2)).toEqual({ whole: 0, degraded: 0, failed: 0, p99Ms: null });
  });

  it('is forgotten after two minutes', async () => {
    const counter = new PageCounter('the shop');
    counter.add('failed', 5);
    await clock.advance(11_000);
    expect(counter.read().lately.failed).toBe(0);
    expect(counter.read().history.filter(({ failed }) => failed === 1)).toHaveLength(1);
    await clock.advance(120_000);
    counter.add('whole', 5);
    expect(counter.read().history.filter(({ failed }) => failed === 1)).toHaveLength(0);
  });
});

const nothing = { location: undefined, cookie: undefined, traceId: undefined };
const page = (status: number, html: string) => ({ path: '/', status, html, tookMs: 1, ...nothing });
const section = (state: string) => `<section id="a" data-state="${state}">x</section></body></html>\n`;

it.each([
  [200, section('ok'), 'whole'],
  [303, '', 'whole'],
  [404, section('ok'), 'whole'],
  [200, section('ok') + section('stale'), 'degraded'],
  [200, section('unavailable'), 'degraded'],
  [503, section('unavailable'), 'failed'],
  [500, section('ok'), 'failed'],
  [200, '<section id="a" data-state="ok">half', 'failed'],
  [200, '', 'failed'],
] as const)('a page of status %i, %j, is %s', (status, html, result) => {
  expect(classifyPage(page(status, html))).toBe(result);
});
