import { answer, type AppProcess, fakeServer, startApp, until } from '@watertight/testing';
import { comparedWhen, unmatchedOrders } from './unmatched-orders.ts';
import { roomFetch } from '../room-fetch.fixture.ts';

const WITHIN = { withinMs: 15_000 };
const orderId = (n: number) => `${n}${n}${n}${n}${n}${n}${n}${n}-1111-4111-8111-111111111111`;
const chargeId = '99999999-9999-4999-8999-999999999999';
const at = (minute: number) => `2026-11-26T12:0${minute}:00.000Z`;
const nothing = { paidWithoutCharge: [], chargedWithoutOrder: [] };

describe('orders and charges in the control room', () => {
  const absent = fakeServer(answer.nothing);
  const compared = (lists: object) => answer.json({ comparedAt: new Date().toISOString(), ...nothing, ...lists });
  const checkout = fakeServer(({ path }) =>
    path === '/orders/comparison' ? answer.json({ comparedAt: null, ...nothing }) : answer.json({}, { status: 404 }),
  );
  const answers = (comparison: ReturnType<typeof answer.json>) =>
    checkout.does(({ path }) => (path === '/orders/comparison' ? comparison : answer.json({ paid: 2, underWay: 0 })));
  const bank = fakeServer(() => answer.json({ captures: [], next: null }));
  let room: AppProcess;

  beforeAll(async () => {
    const visitors = await startApp('visitors', {
      STOREFRONT_URL: absent.url,
      CHECKOUT_URL: checkout.url,
      BANK_URL: bank.url,
    });
    const others = ['STOREFRONT', 'SEARCH', 'CHECKOUT', 'PROFILE', 'PAYMENT', 'RECOMMENDATIONS', 'COMMENTS', 'BANK'];
    const urls = Object.fromEntries(others.map(name => [`${name}_URL`, absent.url]));
    room = await startApp('control-room', { ...urls, VISITORS_URL: visitors.url });
  }, 30_000);

  const page = async () => (await roomFetch(room.url)).text();
  const shows = (text: string) => until(async () => (await page()).includes(text), WITHIN);
  const alerts = async () => (await page()).match(/<p id="[a-z-]+" role="alert">.*?<\/p>/g) ?? [];

  it('are not compared yet while checkout says so: no alert, and no 0 either', async () => {
    answers(answer.json({ comparedAt: null, ...nothing }));
    await shows('not compared one by one yet');
    expect(await page()).not.toContain('role="alert"');
  });

  it('make no alert while both lists are empty', async () => {
    answers(compared({}));
    await until(async () => !(await page()).includes('compared one by one'), WITHIN);
    expect(await page()).toContain('<dd data-name="charged twice">0</dd>');
    expect(await page()).not.toContain('role="alert"');
  });

  it('make an alert for each kind, which names five orders and counts the others', async () => {
    const paidWithoutCharge = [1, 2, 3, 4, 5, 6, 7].map(orderId);
    answers(compared({ paidWithoutCharge, chargedWithoutOrder: [{ orderId: orderId(8), chargeId }] }));
    await until(async () => (await alerts()).length === 2, WITHIN);
    const [paid = '', charged = ''] = await alerts();
    expect(paid).toContain('<b>7</b> orders are paid and not charged:</span> ');
    expect(paid.match(/<code>/g)).toHaveLength(5);
    expect(paid).toContain(`<code>${orderId(5)}</code> and 2 more. `);
    expect(charged).toContain(
      `<b>1</b> order is charged and not paid:</span> <code>${orderId(8)}</code>. A charge is refunded 15 minutes after`,
    );
  });

  it('are named as text, and cut, whatever a charge calls its order', async () => {
    const hostile = `<img src=x onerror=alert(1)>"&'${'x'.repeat(500)}`;
    answers(compared({ chargedWithoutOrder: [{ orderId: hostile, chargeId }] }));
    await shows('&lt;img src=x onerror=alert(1)&gt;&quot;&amp;&#39;xxx');
    const [alert = ''] = await alerts();
    expect(alert).not.toContain('<img');
    expect(alert.length).toBeLessThan(400);
  });

  it('keep their alert while checkout and the bank fail', async () => {
    await bank.close();
    answers(compared({ paidWithoutCharge: [orderId(3)] }));
    await shows(orderId(3));
    checkout.requests.length = 0;
    checkout.does(() => answer.json({}, { status: 503 }));
    const asked = () => checkout.requests.filter(({ path }) => path === '/orders/comparison').length;
    await until(async () => (await alerts(), asked() >= 2), WITHIN);
    expect(await alerts()).toEqual([expect.stringContaining(orderId(3))]);
  });
});

it('a comparison that is stale says when it was made, and is no alert', async () => {
  const empty = { count: 0, ids: [] };
  const stale = { comparedAt: at(1), isStale: true, paidWithoutCharge: empty, chargedWithoutOrder: empty };
  expect(String(await comparedWhen(stale))).toBe(
    `<p>orders and charges: last compared one by one at <time datetime="${at(1)}">12:01:00</time></p>`,
  );
  expect(String(await unmatchedOrders(stale))).not.toContain('alert');
});
