import { answer, type Answer, until } from '@watertight/testing';
import * as fakes from '../fake-services.fixture.ts';
import { signedIn, storefront } from '../storefront.fixture.ts';

// All from one address and for one account, as its limits would not let through.
const { services, get, post } = storefront({ LIMITS: 'off' });

describe('a hundred sign-ins at once, while profile checks no password', () => {
  const crowd = () =>
    Array.from({ length: 100 }, () =>
      post('/sign-in', { email: 'f@example.com', password: 'wrong wrong wrong', from: '/' }),
    );
  beforeEach(() =>
    services.profile.does(seen =>
      seen.method === 'POST' && seen.path === '/sessions' ? answer.nothing() : fakes.profile(seen),
    ),
  );

  it('leave the account page to those who are signed in, also when the breaker of sign-ins is open', async () => {
    const signIns = crowd();
    let answered = 0;
    for (const each of signIns) void each.then(() => (answered += 1));
    await until(() => answered >= 50, { withinMs: 5000 }); // 6 are asked, 40 wait, and the rest is refused
    const during = await Promise.all(Array.from({ length: 6 }, () => get('/account', signedIn)));
    expect(during.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 200));
    const statuses = new Set((await Promise.all(signIns)).map(({ status }) => status));
    expect([...statuses]).toEqual([503]);
    expect((await get('/account', signedIn)).status).toBe(200);
  }, 30_000);
});

describe('forty sign-ins at once, while profile takes 300 ms for each, three at a time', () => {
  it('leave the breaker closed: the next right password gets in', async () => {
    const doneAtMs = [0, 0, 0];
    services.profile.does(seen => {
      if (seen.path !== '/sessions') return fakes.profile(seen);
      const lane = doneAtMs.indexOf(Math.min(...doneAtMs));
      const nowMs = performance.now();
      doneAtMs[lane] = Math.max(nowMs, doneAtMs[lane] ?? 0) + 300;
      return answer.after(doneAtMs[lane] - nowMs, fakes.profile(seen) as Answer);
    });
    const signIn = (password: string) => post('/sign-in', { email: 'f@example.com', password, from: '/' });
    const crowd = await Promise.all(Array.from({ length: 40 }, () => signIn('wrong wrong wrong')));
    expect(new Set(crowd.map(({ status }) => status))).toEqual(new Set([401, 503]));
    expect((await signIn('correct horse')).status).toBe(303);
  }, 30_000);
});
