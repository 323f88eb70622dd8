import { randomUUID } from 'node:crypto';
import { type Comment, CommentList } from '@watertight/contracts/comments';
import { realPostgres, startApp, until } from '@watertight/testing';

const postgres = realPostgres({ ownServer: true });

describe('comments', () => {
  let url: string;
  beforeAll(async () => {
    const app = await startApp('comments', { DATABASE_URL: postgres.url });
    url = app.url;
  });
  afterEach(() => postgres.query('TRUNCATE comments, idempotency_keys'));

  const subject = 'product:wt-1001';
  const someone = randomUUID();
  const said = (change: object = {}) => ({
    subject,
    customerId: someone,
    author: 'Ines, Horta',
    text: 'Grease it.',
    ...change,
  });

  async function post(
    body: unknown,
    { key = randomUUID(), caller = 'storefront' }: { key?: string; caller?: string } = {},
  ) {
    const headers = {
      'content-type': 'application/json',
      'request-caller': caller,
      ...(key && { 'idempotency-key': key }),
    };
    const response = await fetch(`${url}/comments`, { method: 'POST', headers, body: JSON.stringify(body) });
    const text = await response.text();
    return {
      status: response.status,
      replayed: response.headers.get('idempotent-replayed'),
      text,
      body: JSON.parse(text),
    };
  }
  async function list(about = subject) {
    const response = await fetch(`${url}/comments?subject=${about}`);
    return CommentList.parse(await response.json());
  }

  it('are there as soon as they are posted, with author and time', async () => {
    const { status, body } = await post(said());
    expect(status).toBe(201);
    expect(body).toEqual({ id: body.id, author: 'Ines, Horta', text: 'Grease it.', at: body.at });
    expect(Math.abs(Date.parse(body.at) - Date.now())).toBeLessThan(60_000);
    expect(await list()).toEqual({ subject, total: 1, comments: [body] });
  });

  it('show the newest 20 first, and say how many there are', async () => {
    await postgres.query(
      `INSERT INTO comments (id, subject, author, body, written_at)
       SELECT gen_random_uuid(), $1, 'Olav', 'No ' || n, now() - n * interval '1 day' FROM generate_series(1, 25) AS n`,
      [subject],
    );
    const { total, comments } = await list();
    expect(total).toBe(25);
    expect(comments.map(({ text }) => text)).toEqual(Array.from({ length: 20 }, (_, i) => `No ${i + 1}`));
  });

  it('belong to their subject: an article and a product have their own, a new one has none', async () => {
    await post(said({ subject: 'article:when-to-reef', text: 'Early.' }));
    expect((await list('article:when-to-reef')).comments.map(({ text }) => text)).toEqual(['Early.']);
    expect(await list()).toEqual({ subject, total: 0, comments: [] });
  });

  it.each([
    ['markup', '<script>alert(1)</script> &amp; </section>'],
    ['SQL', "'); DROP TABLE comments; --"],
    ['Arabic and Hebrew', 'مرساة ثقيلة עוגן'],
    ['Japanese', '浸水を止めるのではなく、広がりを決める。'],
    ['emoji of several code points', '👩‍✈️ 🏴‍☠️'],
    ['white space and lines', '  first\n\n\tsecond  '],
    ['2,000 characters', 'x'.repeat(2000)],
    ['a backslash and a percent sign', '100 % \\o/ \\u0000'],
  ])('are kept as they were typed: %s', async (_, text) => {
    const { status } = await post(said({ text, author: text.slice(0, 100) }));
    expect(status).toBe(201);
    expect((await list()).comments[0]).toMatchObject({ text, author: text.slice(0, 100) });
  });

  describe('posted twice under one key', () => {
    it('are there once, and the answer is the same to the byte', async () => {
      const key = randomUUID();
      const first = await post(said(), { key });
      const again = await post(said(), { key });
      expect([first.status, first.replayed, again.status, again.replayed]).toEqual([201, null, 201, 'true']);
      expect(again.text).toBe(first.text);
      expect((await list()).total).toBe(1);
    });

    it('are there once when 8 come at once', async () => {
      const key = randomUUID();
      const answers = await Promise.all(Array.from({ length: 8 }, () => post(said(), { key })));
      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
      expect(answers.filter(({ replayed }) => replayed === 'true')).toHaveLength(7);
      expect((await list()).total).toBe(1);
    });

    it.each([
      ['text', { text: 'Oil it.' }],
      ['author', { author: 'Olav, Bergen' }],
      ['subject', { subject: 'product:wt-1002' }],
    ])('are refused with 422 when the %s is another, and tell nothing of the first', async (_, change) => {
      const key = randomUUID();
      await post(said({ text: 'Grease it, secretly.' }), { key });
      const refused = await post(said({ text: 'Grease it, secretly.', ...change }), { key });
      expect(refused).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
      expect(refused.text).not.toContain('secretly');
    });

    it('are two when two customers, or two callers, happen to use the same key', async () => {
      const key = randomUUID();
      const answers = [
        await post(said(), { key }),
        await post(said({ customerId: randomUUID() }), { key }),
        await post(said(), { key, caller: 'control-room' }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
      expect((await list()).total).toBe(3);
    });

    it('are posted by the second when the first was refused: a wrong request spends no key', async () => {
      const key = randomUUID();
      expect((await post(said({ text: '' }), { key })).status).toBe(400);
      expect((await post(said(), { key })).status).toBe(201);
    });
  });

  it('need a key', async () => {
    const answer = await post(said(), { key: '' });
    expect(answer).toMatchObject({ status: 400, body: { code: 'idempotency-key-missing' } });
  });

  it.each([
    ['text', 'blank', { text: ' \n ' }],
    ['text', 'of 2,001 characters', { text: 'x'.repeat(2001) }],
    ['text', 'with a NUL', { text: 'a\0b' }],
    ['text', 'with half a surrogate pair', { text: 'a\ud83d' }],
    ['text', 'a number', { text: 7 }],
    ['author', 'empty', { author: '' }],
    ['customerId', 'no UUID', { customerId: 'ines' }],
    ['subject', 'of a kind that is not commented', { subject: 'boat:1' }],
    ['subject', 'with more behind it', { subject: "product:wt-1001' OR 1=1" }],
  ])('are refused when %s is %s, by its name', async (field, _, change) => {
    const { status, body } = await post(said(change));
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid-request', errors: [{ field }] });
    expect((await list()).total).toBe(0);
  });

  it('are refused with a field nobody knows, by its name', async () => {
    const { status, text } = await post(said({ stars: 5 }));
    expect(status).toBe(400);
    expect(text).toContain('stars');
  });

  it('are listed for a well-formed subject only', async () => {
    const response = await fetch(`${url}/comments?subject=everything`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ field: 'subject' }] });
  });

  it('say 503 while Postgres is dead; the same key then posts once, by itself', async () => {
    const key = randomUUID();
    await postgres.kill();
    expect(await post(said(), { key })).toMatchObject({ status: 503, body: { code: 'database-unavailable' } });
    await postgres.restart();
    const posted: { body: Comment } = (await until(
      async () => {
        const answer = await post(said(), { key });
        return answer.status === 201 && answer;
      },
      { withinMs: 2_000 },
    )) as { body: Comment };
    expect((await list()).comments).toEqual([posted.body]);
  });
});
