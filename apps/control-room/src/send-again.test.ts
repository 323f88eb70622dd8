import { type AppProcess, fakeServer, realPostgres, startApp, until } from '@watertight/testing';
import { roomFetch } from './room-fetch.fixture.ts';

const WITHIN = { withinMs: 10_000 };

describe('events that are put aside', () => {
  const postgres = realPostgres();
  const absent = fakeServer();
  let room: AppProcess;

  beforeAll(async () => {
    const checkout = await startApp('checkout', {
      DATABASE_URL: postgres.url,
      PAYMENT_URL: absent.url,
      SWEEP_MS: '100',
    });
    const names = ['STOREFRONT', 'SEARCH', 'PROFILE', 'PAYMENT', 'RECOMMENDATIONS', 'COMMENTS', 'BANK'];
    const others = Object.fromEntries(names.map(name => [`${name}_URL`, absent.url]));
    room = await startApp('control-room', { ...others, CHECKOUT_URL: checkout.url });
  }, 60_000);

  beforeEach(async () => {
    await postgres.query(
      `INSERT INTO outbox (queue, event, failures, put_aside_at) VALUES ('update-price', '{}', 5, clock_timestamp())`,
    );
  });
  afterEach(() => postgres.query('DELETE FROM outbox'));

  const page = async (path: string) => (await roomFetch(`${room.url}${path}`)).text();
  const press = (path: string, headers: Record<string, string> = { origin: room.url }) =>
    roomFetch(`${room.url}${path}`, { method: 'POST', headers, redirect: 'manual' });
  const left = async () => (await postgres.query('SELECT FROM outbox WHERE put_aside_at IS NOT NULL')).length;

  it('are shown with a button that sends them again, and the figure goes', async () => {
    await until(async () => (await page('/?at=checkout')).includes('<b>1</b> event is put aside'), WITHIN);
    expect(await page('/services')).toContain('action="/outbox/send-again"');
    const pressed = await press('/outbox/send-again');
    expect([pressed.status, pressed.headers.get('location')]).toEqual([303, '/?at=checkout']);
    expect(await left()).toBe(0);
    await until(async () => !(await page('/?at=checkout')).includes('is put aside'), WITHIN);
  });

  it('are sent again by a program, which gets their number, and by no page of another site', async () => {
    expect((await press('/outbox/send-again', { origin: 'http://elsewhere.example' })).status).toBe(403);
    expect(await left()).toBe(1);
    expect(await (await press('/api/outbox/send-again')).json()).toEqual({ events: 1 });
    expect(await left()).toBe(0);
  });
});
