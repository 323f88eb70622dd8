import { type AppProcess, realPostgres, startApp } from '@watertight/testing';

const password = 'correct horse battery';

interface Answered {
  status: number;
  body: { token?: string; code?: string; errors?: { field: string; rule: string }[] };
}

describe('a password', () => {
  const postgres = realPostgres();
  let app: AppProcess;

  beforeAll(async () => void (app = await startApp('profile', { DATABASE_URL: postgres.url })), 30_000);

  const post = async (path: string, body: unknown): Promise<Answered> => {
    const answer = await fetch(app.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Answered['body'] };
  };
  const register = (email: string, more: object = {}) => post('/customers', { email, name: 'Ada', password, ...more });
  const signIn = async (email: string, typed = password) => post('/sessions', { email, password: typed });
  const enter = async (email: string) => {
    await register(email);
    return String((await signIn(email)).body.token);
  };
  const change = (token: string, from: string, to: string) =>
    post('/customers/password', { token, password: from, newPassword: to });

  it.each([
    ['1234567890', 'commonest'],
    ['qwertyuiop', 'commonest'],
    ['Password123', 'commonest'],
    [' password123 ', 'commonest'],
    ['ｐａｓｓｗｏｒｄ１２３', 'commonest'],
    ['aaaaaaaaaa', 'again and again'],
    ['🚢'.repeat(10), 'again and again'],
    [' '.repeat(10), 'more than blanks'],
    ['watertight', 'the name of this shop'],
    ['Watertight2026!', 'the name of this shop'],
    ['admiral.ada@harbour.example', 'your e-mail'],
    ['Admiral.Ada', 'your e-mail'],
    ['Ada Lovelace', 'your name'],
  ])('%j is refused by its rule, for a new account and for a change, and is not repeated', async (weak, rule) => {
    const email = 'admiral.ada@harbour.example';
    const refused = await register(email, { name: 'Ada Lovelace', password: weak });
    expect([refused.status, refused.body]).toMatchObject([
      400,
      { code: 'invalid-request', errors: [{ field: 'password', rule: expect.stringContaining(rule) }] },
    ]);
    await register(email, { name: 'Ada Lovelace' });
    const token = String((await signIn(email)).body.token);
    const unchanged = await change(token, password, weak);
    expect(unchanged.body).toMatchObject({ errors: [{ field: 'newPassword', rule: expect.stringContaining(rule) }] });
    expect(Object.keys(refused.body.errors?.[0] ?? {})).toEqual(['field', 'rule']);
    expect(app.logs()).not.toContain(`"${weak}"`);
  });

  it.each(['correct horse', 'watertight bulkheads', '1234567890 and a half', 'ropes and knots'])(
    '%j is taken: no rule asks for digits or signs',
    async typed => {
      expect((await register(`${typed.replaceAll(' ', '')}@harbour.example`, { password: typed })).status).toBe(204);
    },
  );

  it('is changed by a customer who knows the present one, and every other session ends', async () => {
    const [mine, other] = [await enter('changes@harbour.example'), await enter('changes@harbour.example')];
    expect((await change(mine, password, 'another long one')).status).toBe(204);
    expect((await signIn('changes@harbour.example')).status).toBe(401);
    expect((await signIn('changes@harbour.example', 'another long one')).status).toBe(201);
    const reads = await Promise.all([mine, other].map(token => post('/sessions/read', { token })));
    expect(reads.map(({ status }) => status)).toEqual([200, 404]);
  });

  it('stays as it is, like the sessions, when the present one is wrong, the new one is short, or the session has ended', async () => {
    const [mine, other] = [await enter('keeps@harbour.example'), await enter('keeps@harbour.example')];
    expect(await change(mine, 'not the password', 'another long one')).toMatchObject({
      status: 403,
      body: { code: 'password-wrong' },
    });
    expect(await change(mine, password, 'short')).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'newPassword' }] },
    });
    await post('/sessions/end', { token: mine });
    expect(await change(mine, password, 'another long one')).toMatchObject({ body: { code: 'session-not-found' } });
    expect((await post('/sessions/read', { token: other })).status).toBe(200);
    expect((await signIn('keeps@harbour.example')).status).toBe(201);
  });

  it('is changed by one of five requests at once, and no sign-in with the old one survives it', async () => {
    const email = 'at-once@harbour.example';
    const mine = await enter(email);
    const [changes, signIns] = await Promise.all([
      Promise.all([1, 2, 3, 4, 5].map(n => change(mine, password, `another long one ${n}`))),
      Promise.all(Array.from({ length: 10 }, () => signIn(email))),
    ]);
    expect(changes.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 403, 403, 403, 403]);
    const tokens = signIns.flatMap(({ body }) => body.token ?? []);
    const reads = await Promise.all(tokens.map(token => post('/sessions/read', { token })));
    expect(reads.filter(({ status }) => status === 200)).toEqual([]);
    expect((await post('/sessions/read', { token: mine })).status).toBe(200);
  });
});
