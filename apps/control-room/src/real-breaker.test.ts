import { definePolicies, pipeline, SECOND } from '@watertight/resilience';
import { answer, type AppProcess, fakeServer, startApp, until } from '@watertight/testing';
import { roomFetch } from './room-fetch.fixture.ts';

const policies = definePolicies({
  search: {
    bulkhead: { running: 200, waiting: 100 },
    retry: { attempts: 3, firstDelayMs: 0 },
    breaker: { openMs: 1 * SECOND, openJitter: 0 },
    timeout: { p99Times: 3, minMs: 50, maxMs: 1 * SECOND },
  },
});

/** A real pipeline over a real dependency, which the test kills: the service only tells what the pipeline says. */
describe('a policy on the screen', () => {
  const search = pipeline(policies.search);
  const dependency = fakeServer();
  const service = fakeServer(({ path }) => {
    const settings = { search: { service: 'search', switches: search.switches(), numbers: search.numbers() } };
    const state = {
      service: 'storefront',
      ready: true,
      pipelines: [search.snapshot()],
      policies: settings,
      faults: [],
    };
    return path === '/ops/state?follow' ? answer.lines(state) : answer.json({});
  });
  const absent = fakeServer();
  let room: AppProcess;

  beforeAll(async () => {
    const names = ['SEARCH', 'CHECKOUT', 'PROFILE', 'PAYMENT', 'RECOMMENDATIONS', 'COMMENTS', 'BANK'];
    const urls = Object.fromEntries(names.map(name => [`${name}_URL`, absent.url]));
    room = await startApp('control-room', { ...urls, STOREFRONT_URL: service.url });
  }, 30_000);
  beforeEach(() => search.reset());
  afterAll(() => search.close());

  const call = () => search.run(({ signal }) => fetch(dependency.url, { signal }).then(answer => answer.text()));
  const policyPage = async () => (await roomFetch(`${room.url}/policies`)).text();
  const card = async () => {
    const html = await policyPage();
    const [found = ''] = /<article class="policy" id="storefront\.search"[\s\S]*?<\/article>/.exec(html) ?? [];
    return found;
  };
  /** As a person reads it, with `▶` before the state of the breaker that is the current one. */
  const text = (html: string) =>
    html
      .replaceAll(/<li[^>]*aria-current[^>]*>/g, '▶ ')
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\s+/g, ' ');
  const reads = (what: RegExp) =>
    until(async () => what.test(text(await card())) && (await card()), { withinMs: 5 * SECOND });
  const log = async () => {
    const html = await (await roomFetch(room.url)).text();
    return text(/<div id="log"[\s\S]*?<\/div>/.exec(html)?.[0] ?? '');
  };

  it('opens when its dependency is dead, counts down, and closes when two probes came back', async () => {
    await reads(/▶ closed 0 of 5 failures/);
    await dependency.close();
    for (let failures = 1; failures <= 5; failures += 3) await call().catch(() => undefined); // nothing listens there, which opens the breaker

    const open = await reads(/▶ open 1 s left half-open 2 of 3 probes/);
    expect(open).toMatch(/data-state="open"[\s\S]*data-left-ms="\d{1,4}"/);
    expect(await log()).toContain('storefront → search: breaker open');

    await dependency.open();
    await reads(/▶ half-open ○○○/);
    await call();
    const underWay = Promise.withResolvers<void>();
    const probe = search.run(() => underWay.promise);
    await reads(/▶ half-open ●◐○/);
    underWay.resolve();
    await probe;
    expect(text(await reads(/▶ closed/))).toContain('ok 2 ');
    expect(await log()).toMatch(/breaker open.*breaker half-open.*breaker closed/);
  });

  it('shows its permits, its budget, its limit beside the p99, and the results of its calls', async () => {
    await Promise.all(Array.from({ length: 300 }, () => search.run(() => undefined)));
    const hung = Promise.withResolvers<void>();
    search.switch('timeout', false); // or these would be cut off while the test looks
    const running = Array.from({ length: 118 }, () => search.run(() => hung.promise));
    search.switch('timeout', true);
    const seen = await reads(/118 of 200 in use/);
    expect(text(seen)).toMatch(/0 of 100 queued 10 a mark.*10 of 10 in the budget/);
    expect(text(seen)).toMatch(/\d+ ms (=|the floor:) 3 × p99 [\d.]+ ms \(50 to 1,000\).*300 in a minute/);
    expect(text(seen)).toMatch(/calls 418 ok 300 /);
    expect(seen.match(/<rect class="full"/g)!.length).toBeGreaterThanOrEqual(12 + 10 + 1);
    hung.resolve();
    await Promise.all(running);
  });

  it('shows how many attempts were cut off, and that some explore whether the service has become slower', async () => {
    await Promise.all(Array.from({ length: 300 }, () => search.run(() => undefined)));
    const hung = Array.from({ length: 10 }, () => search.run(() => new Promise(() => {})));
    await Promise.allSettled(hung);
    const seen = await reads(/% cut off/);
    expect(text(seen)).toMatch(/[\d.]+ % cut off: one attempt in five explores up to the ceiling/);
  });

  it('says "off" where a pattern is off, and the shared permits that it uses then', async () => {
    search.switch('breaker', false);
    search.switch('bulkhead', false);
    const seen = text(await reads(/Breaker off every call goes through/));
    expect(seen).toMatch(/Bulkhead off 0 of 200 shared/);
    expect(seen).toMatch(/off breaker of storefront → search.*on timeout of storefront → search/);
  });

  it('keeps its last known state when its service does not answer for 0.8 s, marked as such, and counts nothing down', async () => {
    await dependency.close();
    search.set({ openMs: 30 * SECOND });
    for (let failures = 1; failures <= 5; failures += 3) await call().catch(() => undefined); // nothing listens there, which opens the breaker
    await reads(/▶ open \d+ s left/);
    service.does(answer.nothing);
    const old = await reads(/search last known/);
    expect(old).toContain('data-state="silent"');
    expect(text(old)).toMatch(/▶ open \d+ s left/);
    expect(old).not.toContain('data-left-ms');
    expect(text(await policyPage())).toMatch(/storefront silent shown is its last report, of \d\d:\d\d:\d\d UTC/);
    const state = (await (await roomFetch(`${room.url}/api/state`)).json()) as { services: unknown[] };
    expect(state.services[0]).toMatchObject({
      name: 'storefront',
      word: 'silent',
      toldAt: expect.any(String),
      pipelines: [{ name: 'search', breaker: { state: 'open' }, numbers: { probes: 3 }, switches: { breaker: true } }],
    });
  });
});
