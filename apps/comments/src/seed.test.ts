import { realPostgres, startApp } from '@watertight/testing';

const postgres = realPostgres();

it('two replicas that start at once fill an empty table once', async () => {
  const env = { DATABASE_URL: postgres.url, SEED: 'demo' };
  await Promise.all([startApp('comments', env), startApp('comments', env)]);
  const [said] = await postgres.query<{ all: number; different: number; future: number }>(
    `SELECT count(*)::int AS all, count(DISTINCT (subject, author, body))::int AS different,
       (count(*) FILTER (WHERE written_at > now()))::int AS future FROM comments`,
  );
  expect(said?.all).toBeGreaterThan(100);
  expect(said).toEqual({ all: said?.all, different: said?.all, future: 0 });
});
