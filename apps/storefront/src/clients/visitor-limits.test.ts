import { SECOND } from '@watertight/resilience';
import { answer, leakCheck, opsOnly, realRedis, until } from '@watertight/testing';
import * as fakes from '../fake-services.fixture.ts';
import { cookieOf, hidden, type Seen, sectionsOf, signedIn, storefront } from '../storefront.fixture.ts';

const redis = realRedis();
// The tests are the proxy, and so may come from many addresses. Without Redis numbers are exact on a busy machine, too.
const { services, running, start, get, post, hangUp } = storefront({ TRUSTED_PROXIES: '127.0.0.1' });

let visitors = 0;
/** The headers of a visitor at an address that no other test has used. */
const someone = () => ({ 'x-forwarded-for': `198.51.${(visitors += 1) >> 8}.${visitors & 255}` });
const account = () => `ada${(visitors += 1)}@example.com`;

const signIn = (email: string, password: string, from: Record<string, string>) =>
  post('/sign-in', { email, password, from: '/' }, from);
const wrong = 'wrong wrong wrong';
const right = 'correct horse';
const many = <T>(count: number, what: (n: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, n) => what(n)));
const statuses = (pages: readonly Seen[]) => new Set(pages.map(({ status }) => status));
const count = (pages: readonly Seen[], wanted: number) => pages.filter(({ status }) => status === wanted).length;
const retryAfter = ({ headers }: Seen) => Number(headers['retry-after']);
const passwordChecks = () => services.profile.requests.filter(({ path }) => path === '/sessions').length;

describe('guessing a password', () => {
  it('gets five tries from one address, and then a delay; the owner signs in from another address at once', async () => {
    const [email, thief] = [account(), someone()];
    const startMs = performance.now();
    const guesses = await many(20, n => signIn(email, `guess ${n} of many`, thief));
    // A machine that is slow gives time for one more after 1 s, and for two after 3 s.
    const late = Math.floor(Math.log2(1 + (performance.now() - startMs) / SECOND));
    expect(count(guesses, 401)).toBeGreaterThanOrEqual(5);
    expect(count(guesses, 401)).toBeLessThanOrEqual(5 + late);
    expect(count(guesses, 401) + count(guesses, 429)).toBe(20);
    expect(passwordChecks()).toBe(count(guesses, 401));
    const refused = guesses.find(({ status }) => status === 429)!;
    expect(retryAfter(refused)).toBeGreaterThanOrEqual(1);
    expect(sectionsOf(refused)['sign-in']?.text).toMatch(/Wait for \d seconds?, then sign in/);
    expect(refused.body).toContain(`value="${email}"`);
    expect(refused.body).not.toContain('of many');
    expect((await signIn(email, right, someone())).status).toBe(303);
  });

  it('is delayed longer each time, whatever the case of the address', async () => {
    const [email, thief] = [account(), someone()];
    await many(5, () => signIn(email, wrong, thief));
    const delays: number[] = [];
    for (const written of [email, email.toUpperCase(), ` ${email} `]) {
      let refused: Seen | undefined;
      await until(
        async () => {
          const page = await signIn(written, wrong, thief);
          if (page.status === 429) refused ??= page;
          return page.status === 401;
        },
        { withinMs: 10_000, everyMs: 50 },
      );
      delays.push(retryAfter(refused!));
    }
    expect(delays).toEqual([1, 2, 4]);
  }, 20_000);

  it('from 40 addresses gets 20 tries; the owner gets in after 10 s, while they go on', async () => {
    const email = account();
    const thieves = Array.from({ length: 40 }, someone);
    const guesses = await Promise.all(thieves.map(thief => signIn(email, wrong, thief)));
    expect([count(guesses, 401), count(guesses, 429)]).toEqual([20, 20]);
    const owner = someone();
    const first = await signIn(email, right, owner);
    expect([first.status, retryAfter(first)]).toEqual([429, 10]);
    await until(
      async () => {
        void signIn(email, wrong, someone()).catch(() => undefined);
        return (await signIn(email, right, owner)).status === 303;
      },
      { withinMs: 12_000, everyMs: 200 },
    );
  }, 30_000);

  it('counts a try whose visitor hangs up before the answer: what it ends in can be seen in other ways', async () => {
    const [email, thief] = [account(), someone()];
    services.profile.does(seen => answer.after(500, fakes.profile(seen)));
    for (let n = 1; n <= 5; n++)
      await hangUp('/sign-in', { email, password: wrong, from: '/' }, thief, () => passwordChecks() === n);
    services.profile.does(fakes.profile);
    expect((await signIn(email, wrong, thief)).status).toBe(429);
  });

  it('does not work by registering, which compares no password', async () => {
    const thief = someone();
    const email = account();
    for (let n = 0; n < 9; n++)
      await post('/register', { name: 'Ada', email, password: `guess ${n} of many`, from: '/' }, thief);
    expect(passwordChecks()).toBe(0);
  });

  it('of one account each gets an address ten tries', async () => {
    const thief = someone();
    const guesses = await many(25, () => signIn(account(), wrong, thief));
    // A second more is one try more.
    expect(count(guesses, 401)).toBeGreaterThanOrEqual(10);
    expect(count(guesses, 429)).toBeGreaterThanOrEqual(12);
  });
});

describe('signing in', () => {
  it('with the right password costs nothing: 60 customers behind one address', async () => {
    const office = someone();
    for (let n = 0; n < 12; n++)
      expect(statuses(await many(5, () => signIn(account(), right, office)))).toEqual(new Set([303]));
  });

  it('costs nothing while profile is unavailable', async () => {
    const [email, owner] = [account(), someone()];
    services.profile.does(() => answer.json({}, { status: 503, headers: { 'retry-allowed': 'no' } }));
    for (let n = 0; n < 12; n++) expect((await signIn(email, right, owner)).status).toBe(503);
    services.profile.does(fakes.profile);
    expect((await signIn(email, right, owner)).status).toBe(303);
  });
});

it('an address registers ten customers at once; what was typed is kept, and another address goes on', async () => {
  const bot = someone();
  const register = (from: Record<string, string>) =>
    post('/register', { name: 'Ada <b>', email: account(), password: 'correct horse battery', from: '/' }, from);
  const made = await many(16, () => register(bot));
  expect(count(made, 303)).toBeGreaterThanOrEqual(10);
  expect(count(made, 429)).toBeGreaterThanOrEqual(4); // one more every 5 s
  expect(count(made, 303) + count(made, 429)).toBe(16);
  const refused = made.find(({ status }) => status === 429)!;
  expect(retryAfter(refused)).toBeGreaterThanOrEqual(3);
  expect(refused.body).toContain('value="Ada &lt;b&gt;"');
  expect((await register(someone())).status).toBe(303);
});

it('a customer writes ten comments at once, from however many addresses; the next is kept in its form', async () => {
  const comment = { subject: 'article:when-to-reef', text: 'Early & often.', from: '/', idempotencyKey: 'key-1' };
  const written = await many(14, () => post('/comments', comment, { ...signedIn, ...someone() }));
  expect([count(written, 303), count(written, 429)]).toEqual([10, 4]);
  const refused = written.find(({ status }) => status === 429)!;
  expect(retryAfter(refused)).toBeGreaterThan(5);
  expect(refused.body).toContain('Early &amp; often.</textarea>');
  expect(hidden(refused, 'idempotencyKey')).toBe('key-1');
});

describe('an address', () => {
  const pay = async (from: Record<string, string>, session = '') => {
    const basket = cookieOf(await post('/basket/lines', { productId: 'wt-1001', quantity: '1' }, from));
    const form = { idempotencyKey: `key-${(visitors += 1)}`, priceVersions: 'wt-1001:3', cardToken: 'tok_declined' };
    const deliverTo = { name: 'Ada', street: '12 Quay Street', city: 'Falmouth', country: 'GB' };
    return post('/checkout', { ...form, ...deliverTo }, { ...from, cookie: `${session}${basket}` });
  };
  const decline = () => {
    const usual = fakes.checkout();
    services.checkout.does(seen =>
      seen.path === '/orders' ? fakes.no(402, 'card-declined', { heldUntil: null }) : usual(seen),
    );
  };

  it('of a customer has ten cards declined, and no eleventh is charged; the form is kept under its key', async () => {
    decline();
    const pages: Seen[] = [];
    for (let n = 0; n < 12; n++) pages.push(await pay(someone(), `wt_session=${fakes.adasToken}; `));
    expect(pages.map(({ status }) => status)).toEqual([...Array.from({ length: 10 }, () => 402), 429, 429]);
    const refused = pages.at(-1)!;
    expect(sectionsOf(refused)['checkout']?.text).toMatch(
      /Nothing was charged, and everything you typed is kept: wait for (1 minute|\d+ seconds), then pay/,
    );
    expect(refused.body).toContain('value="12 Quay Street"');
    expect(hidden(refused, 'idempotencyKey')).toBe(`key-${visitors}`);
    expect((await pay(someone())).status).toBe(402);
  });

  it('pays twenty times without a decline', async () => {
    services.checkout.does(fakes.checkout());
    const office = someone();
    for (let n = 0; n < 20; n++) expect((await pay(office)).status).toBe(303);
  });

  it('searches 300 times at once, and no more; a program gets a problem', async () => {
    const [bot, other] = [someone(), someone()];
    const json = { ...bot, accept: 'application/json' };
    const pages: Seen[] = [];
    while (!statuses(pages).has(429) && pages.length < 3000)
      pages.push(...(await many(50, () => get('/search?q=rope', bot))));
    expect(pages.length).toBeGreaterThan(300);
    const refused = pages.findLast(({ status }) => status === 429)!;
    expect(retryAfter(refused)).toBe(1);
    expect(sectionsOf(refused)['problem']?.text).toContain('That was a lot in a short time');
    expect(refused.body).toContain('class="brand"');
    const problem = await until(
      async () => (await many(20, () => get('/search?q=rope', json))).find(({ status }) => status === 429),
      { withinMs: 10_000 },
    );
    expect(problem.headers['content-type']).toContain('application/problem+json');
    expect(JSON.parse(problem.body)).toMatchObject({
      code: 'too-many-requests',
      status: 429,
      limit: 'searches-by-address',
    });
    expect((await get('/search?q=rope', other)).status).toBe(200);
    expect((await get('/', bot)).status).toBe(200);
  }, 60_000);
});

describe('all limits', () => {
  const register = (from: Record<string, string>) =>
    post('/register', { name: 'Ada', email: account(), password: 'correct horse battery', from: '/' }, from);
  const patterns = (change: object) =>
    fetch(`${running.app.url}/ops/patterns`, {
      method: 'PATCH',
      headers: { ...opsOnly, 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify(change),
    });

  it('are one pattern that is switched off and on, and counted', async () => {
    const bot = someone();
    await patterns({ limits: false });
    expect(statuses(await many(40, () => register(bot)))).toEqual(new Set([303]));
    await patterns({ limits: true });
    const refusals = count(await many(40, () => register(bot)), 429);
    expect(refusals).toBeGreaterThan(5);
    const metrics = await (await fetch(`${running.app.url}/metrics`, { headers: opsOnly })).text();
    const [, refused] =
      /watertight_limited_total\{[^}]*limit="registrations-by-address"[^}]*\} (\d+)/.exec(metrics) ?? [];
    expect(Number(refused)).toBeGreaterThanOrEqual(refusals);
  });

  it('outlive the process in Redis, hold while it is frozen, and no page waits for it', async () => {
    const bot = someone();
    // Ten at once, and one more every 5 s; where Redis is late they are counted here.
    const registers = async (from: Record<string, string>) => {
      const made: Seen[] = [];
      for (let n = 0; n < 45; n++) made.push(await register(from));
      expect(Math.max(...made.map(({ completeMs }) => completeMs))).toBeLessThan(1500);
      return count(made, 303);
    };
    await start({ REDIS_URL: redis.url });
    expect(await registers(bot)).toBeLessThan(30);
    await start({ REDIS_URL: redis.url });
    expect(await registers(bot)).toBeLessThan(10);
    await redis.freeze();
    expect(await registers(someone())).toBeLessThan(30);
    await redis.thaw();
  }, 60_000);

  it('are off with LIMITS=off, also after a reset', async () => {
    await start({ LIMITS: 'off' });
    await fetch(`${running.app.url}/ops/reset`, { method: 'POST', headers: { ...opsOnly, connection: 'close' } });
    const bot = someone();
    expect(statuses(await many(40, () => register(bot)))).toEqual(new Set([303]));
  }, 30_000);

  it('count what connects where no proxy is named, whatever X-Forwarded-For says; one line tells of it', async () => {
    await start({ TRUSTED_PROXIES: '' });
    expect(count(await many(40, () => register(someone())), 429)).toBeGreaterThan(5);
    const lines = () => running.app.logs().match(/name it in TRUSTED_PROXIES/g);
    expect(await until(lines, { withinMs: 3000 })).toHaveLength(1);
  }, 30_000);
});

it('a hundred wrong passwords from one address leave every page to the others', async () => {
  services.profile.does(seen => (seen.path === '/sessions' ? answer.nothing() : fakes.profile(seen)));
  const thief = someone();
  const guesses = many(100, () => signIn(account(), wrong, thief));
  await until(() => passwordChecks() >= 6, { withinMs: 5000 });
  expect((await get('/account', { ...signedIn, ...someone() })).status).toBe(200);
  expect(count(await guesses, 429)).toBeGreaterThanOrEqual(85);
}, 20_000);

leakCheck();
