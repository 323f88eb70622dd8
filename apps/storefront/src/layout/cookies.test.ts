import { ada, adasToken } from '../fake-services.fixture.ts';
import { sectionsOf, storefront } from '../storefront.fixture.ts';

describe('the cookies of a shop whose public address begins with https://', () => {
  const { get, post } = storefront({ PUBLIC_URL: 'https://shop.example' });
  const secure = '; Path=/; Max-Age=\\d+; HttpOnly; SameSite=Lax; Secure$';

  it('are taken by a browser over TLS only, from this host only', async () => {
    const added = await post('/basket/lines', { productId: 'wt-1001', quantity: '1' });
    expect(added.headers['set-cookie']).toEqual([expect.stringMatching(`^__Host-wt_basket=[0-9a-f-]{36}${secure}`)]);
    const signedIn = await post('/sign-in', { email: ada.email, password: 'correct horse' });
    expect(signedIn.headers['set-cookie']).toContainEqual(
      expect.stringMatching(`^__Host-wt_session=${adasToken}${secure}`),
    );
    for (const line of (await post('/sign-out', {})).headers['set-cookie'] as string[])
      expect(line).toMatch(/^__Host-wt_\w+=; Path=\/; Max-Age=0; HttpOnly; SameSite=Lax; Secure$/);
  });

  it('are those of a shop that answers under the name of that address, and under no other', async () => {
    const status = async (host: string) => (await get('/', { host })).status;
    expect([await status('shop.example'), await status('evil.example')]).toEqual([200, 421]);
  });

  it('are read under that name only: a plain one may have been planted', async () => {
    const account = await get('/', { cookie: `__Host-wt_session=${adasToken}` });
    expect(sectionsOf(account)['account']?.text).toBe('Ada Lovelace');
    const planted = await get('/', { cookie: `wt_session=${adasToken}` });
    expect(sectionsOf(planted)['account']?.text).toBe('Sign in');
  });
});

describe('the cookies of a shop on plain http', () => {
  const { post } = storefront({ PUBLIC_URL: 'http://localhost:8080' });

  it('have plain names: a browser would refuse the others', async () => {
    const added = await post('/basket/lines', { productId: 'wt-1001', quantity: '1' });
    expect(added.headers['set-cookie']).toEqual([
      expect.stringMatching(/^wt_basket=[0-9a-f-]{36}; Path=\/; Max-Age=7776000; HttpOnly; SameSite=Lax$/),
    ]);
  });
});
