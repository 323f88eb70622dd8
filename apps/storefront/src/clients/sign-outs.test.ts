import { createHash, randomBytes } from 'node:crypto';
import { type Logger, openRedis } from '@watertight/service-kit';
import { answer, realRedis, type SeenRequest, until } from '@watertight/testing';
import * as fakes from '../fake-services.fixture.ts';
import { sectionsOf, storefront } from '../storefront.fixture.ts';

const redis = realRedis();
const silent = { info() {}, warn() {} } as unknown as Logger;
const { services, running, start, get, post, hangUp } = storefront();
const WITHIN = { withinMs: 10_000 };

const newToken = () => randomBytes(32).toString('base64url');
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');
const cookie = (token: string) => ({ cookie: `wt_session=${token}` });
/** Takes every token for Ada's: that one has ended is then the storefront's own word. */
const trusting = (seen: SeenRequest) => (seen.path === '/sessions/read' ? answer.json(fakes.ada) : fakes.profile(seen));
const delivered = () =>
  services.profile.requests
    .filter(({ path }) => path === '/sessions/end-by-hash')
    .flatMap(({ body }) => (JSON.parse(body) as { tokenHashes: string[] }).tokenHashes);
const kept = async () => {
  const connection = openRedis(redis.url, silent);
  await until(() => connection.status === 'ready', WITHIN);
  const left = await connection.zrangebyscore('signout:pending', '-inf', '+inf');
  const others = await connection.keys('signout:*');
  connection.disconnect();
  return { left, keys: others };
};

beforeAll(async () => {
  await running.app.stop();
  await start({ REDIS_URL: redis.url });
}, 60_000);

describe('a sign-out while profile is unavailable', () => {
  it('ends the session as soon as profile is back, once, and until then for this storefront', async () => {
    const token = newToken();
    services.profile.does(trusting);
    await services.profile.close();
    expect((await post('/sign-out', {}, cookie(token))).status).toBe(303);
    expect(sectionsOf(await get('/', cookie(token)))['account']?.text).toBe('Sign in');
    await services.profile.open();
    await until(() => delivered().includes(hashOf(token)), WITHIN);
    await until(async () => (await kept()).left.length === 0, WITHIN);
    expect(delivered()).toEqual([hashOf(token)]);
  }, 30_000);

  it('is the same while profile hangs', async () => {
    const token = newToken();
    services.profile.does(() => answer.nothing());
    const signedOut = await post('/sign-out', {}, cookie(token));
    expect([signedOut.status, signedOut.completeMs < 2500]).toEqual([303, true]);
    services.profile.does(fakes.profile);
    await until(() => delivered().includes(hashOf(token)), WITHIN);
  }, 30_000);

  it('is the same when the visitor hangs up before profile has answered', async () => {
    const token = newToken();
    services.profile.does(() => answer.nothing());
    await hangUp('/sign-out', {}, cookie(token), () => services.profile.requests.length > 0);
    services.profile.does(fakes.profile);
    await until(() => delivered().includes(hashOf(token)), WITHIN);
  }, 30_000);

  it('outlives a storefront that is killed, in Redis, where only the hash stands', async () => {
    const token = newToken();
    await services.profile.close();
    await post('/sign-out', {}, cookie(token));
    await until(async () => (await kept()).left.length === 1, WITHIN);
    expect(await kept()).toEqual({ left: [hashOf(token)], keys: ['signout:pending'] });
    await running.app.kill();
    await services.profile.open();
    await start({ REDIS_URL: redis.url });
    await until(() => delivered().includes(hashOf(token)), WITHIN);
    await until(async () => (await kept()).left.length === 0, WITHIN);
  }, 60_000);

  it('outlives a Redis that forgets, in the storefront', async () => {
    const token = newToken();
    await services.profile.close();
    await post('/sign-out', {}, cookie(token));
    await until(async () => (await kept()).left.length === 1, WITHIN);
    await redis.restart();
    await until(async () => (await kept()).left.length === 1, WITHIN);
    await services.profile.open();
    await until(() => delivered().includes(hashOf(token)), WITHIN);
  }, 60_000);
});

describe('a sign-out while profile is there', () => {
  it('is told at once, and kept nowhere', async () => {
    const token = newToken();
    await post('/sign-out', {}, cookie(token));
    expect(services.profile.requests.map(({ path }) => path)).toEqual(['/sessions/end']);
    expect((await kept()).left).toEqual([]);
  });

  it('of a token that profile does not know is done', async () => {
    services.profile.does(() => fakes.no(404, 'session-not-found'));
    expect((await post('/sign-out', {}, cookie(newToken()))).status).toBe(303);
    expect((await kept()).left).toEqual([]);
  });
});
