import { createHash } from 'node:crypto';
import { type AppProcess, realPostgres, startApp, until } from '@watertight/testing';

const password = 'correct horse battery';

interface Listed {
  id: string;
  openedAt: string | null;
  browser: string | null;
  isThis: boolean;
}

describe('sessions', () => {
  const postgres = realPostgres();
  let app: AppProcess;

  beforeAll(async () => void (app = await startApp('profile', { DATABASE_URL: postgres.url })), 30_000);

  const post = async <Body = { code?: string }>(path: string, body: unknown) => {
    const answer = await fetch(app.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Body };
  };
  const register = (email: string) => post('/customers', { email, name: 'Ada', password });
  const signIn = async (email: string, more: object = {}) =>
    (await post<{ token: string }>('/sessions', { email, password, ...more })).body.token;
  const isOpen = async (token: string) => (await post('/sessions/read', { token })).status === 200;
  const open = (tokens: readonly string[]) => Promise.all(tokens.map(isOpen));
  const list = async (token: string) => (await post<{ sessions: Listed[] }>('/sessions/list', { token })).body.sessions;
  /** Three browsers of one customer, and one of another. */
  const fourBrowsers = async (name: string) => {
    const [email, others] = [`${name}@harbour.example`, `not-${name}@harbour.example`];
    for (const each of [email, others]) await register(each);
    return Promise.all([signIn(email), signIn(email), signIn(email), signIn(others)]);
  };

  it('of a customer are listed with when and where they were opened, and never with a token or its hash', async () => {
    await register('list@harbour.example');
    const token = await signIn('list@harbour.example', { browser: 'Firefox on Linux' });
    const other = await signIn('list@harbour.example');
    const sessions = await list(token);
    expect(sessions).toEqual([
      { id: expect.any(String), openedAt: expect.any(String), browser: 'Firefox on Linux', isThis: true },
      { id: expect.any(String), openedAt: expect.any(String), browser: null, isThis: false },
    ]);
    expect(Math.abs(Date.parse(sessions[0]?.openedAt ?? '') - Date.now())).toBeLessThan(60_000);
    const shown = JSON.stringify(sessions);
    for (const each of [token, other]) {
      expect(shown).not.toContain(each);
      expect(shown).not.toContain(createHash('sha256').update(each).digest('hex'));
    }
  });

  it('that a replica of the version before has opened are listed too, without a time for those of before', async () => {
    await register('before@harbour.example');
    const token = await signIn('before@harbour.example');
    await postgres.query('UPDATE sessions SET opened_at = NULL WHERE token_hash = $1', [
      createHash('sha256').update(token).digest(),
    ]);
    await postgres.query(
      `INSERT INTO sessions (token_hash, customer_id, expires_at)
       SELECT 'of the version before', id, now() + interval '1 day' FROM customers WHERE email LIKE 'before@%'`,
    );
    expect((await list(token)).map(({ openedAt, browser }) => [openedAt === null, browser])).toEqual([
      [true, null],
      [false, null],
    ]);
  });

  it('end one by one by their id, for their own customer only', async () => {
    const [mine, second, third, others] = await fourBrowsers('one');
    const [othersSession] = await list(others);
    const listed = await list(mine);
    expect(listed).toHaveLength(3);
    expect((await post('/sessions/end-others', { token: mine, id: othersSession?.id })).status).toBe(204);
    expect(await open([mine, second, third, others])).toEqual([true, true, true, true]);
    const [, ended] = await list(mine);
    expect((await post('/sessions/end-others', { token: mine, id: ended?.id })).status).toBe(204);
    expect((await open([mine, second, third])).filter(Boolean)).toHaveLength(2);
    expect(await isOpen(mine)).toBe(true);
    const [own] = await list(mine);
    expect((await post('/sessions/end-others', { token: mine, id: own?.id })).status).toBe(204);
    expect(await isOpen(mine)).toBe(true); // signing out ends that one
  });

  it('end all but the one that asks', async () => {
    const tokens = await fourBrowsers('all');
    expect((await post('/sessions/end-others', { token: tokens[1] })).status).toBe(204);
    expect(await open(tokens)).toEqual([false, true, false, true]);
  });

  it('are neither listed nor ended for a token that has ended', async () => {
    const [mine, second] = await fourBrowsers('ended');
    await post('/sessions/end', { token: mine });
    for (const path of ['/sessions/list', '/sessions/end-others'])
      expect(await post(path, { token: mine })).toMatchObject({ status: 404, body: { code: 'session-not-found' } });
    expect(await isOpen(second)).toBe(true);
  });

  it('of a browser end when it signs in again, as another customer too, and not when the password is wrong', async () => {
    const [mine, second, , others] = await fourBrowsers('again');
    expect(
      (await post('/sessions', { email: 'again@harbour.example', password: 'wrong wrong', replaces: mine })).status,
    ).toBe(401);
    expect(await isOpen(mine)).toBe(true);
    const anew = await signIn('again@harbour.example', { replaces: mine });
    const asOther = await signIn('not-again@harbour.example', { replaces: second });
    expect(await open([mine, second, others, anew, asOther])).toEqual([false, false, true, true, true]);
  });

  it('end by the hash of their token, for sign-outs that come late, and a hash opens nothing', async () => {
    const [mine, second, third] = await fourBrowsers('late');
    const tokenHashes = [mine, second, 'never was one'].map(each => createHash('sha256').update(each).digest('hex'));
    expect((await post('/sessions/end-by-hash', { tokenHashes })).status).toBe(204);
    expect((await post('/sessions/end-by-hash', { tokenHashes })).status).toBe(204);
    expect(await open([mine, second, third])).toEqual([false, false, true]);
    for (const wrong of [[], ['x'], Array(101).fill('a'.repeat(64))])
      expect((await post('/sessions/end-by-hash', { tokenHashes: wrong })).status).toBe(400);
  });
});

describe('a session', () => {
  const postgres = realPostgres();

  it('ends by itself, and is deleted', async () => {
    const app = await startApp('profile', { DATABASE_URL: postgres.url, SESSION_MS: '1', FORGET_EVERY_MS: '50' });
    const post = (path: string, body: object) =>
      fetch(app.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    await post('/customers', { email: 'brief@harbour.example', name: 'Ada', password });
    const signedIn = await post('/sessions', { email: 'brief@harbour.example', password });
    const { token } = (await signedIn.json()) as { token: string };
    expect((await post('/sessions/read', { token })).status).toBe(404);
    await until(async () => (await postgres.query('SELECT FROM sessions')).length === 0, { withinMs: 5_000 });
  }, 30_000);
});
