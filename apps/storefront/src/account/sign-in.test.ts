import { answer, until } from '@watertight/testing';
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
    await until(() => answered >= 50, { withinMs: 5000 }); // 20 are asked, 30 wait, and the rest is refused
    const during = await Promise.all(Array.from({ length: 6 }, () => get('/account', signedIn)));
    expect(during.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 200));
    const statuses = new Set((await Promise.all(signIns)).map(({ status }) => status));
    expect([...statuses]).toEqual([503]);
    expect((await get('/account', signedIn)).status).toBe(200);
  }, 30_000);
});
