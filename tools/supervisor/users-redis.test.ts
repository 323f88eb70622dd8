import { freePort, realRedis } from '@watertight/testing';
import { askUsersRedis } from './users-redis.ts';

describe('the Redis of REDIS_URL', () => {
  const redis = realRedis();

  it('answers', async () => {
    expect(await askUsersRedis(redis.url)).toMatchObject({ url: redis.url, answers: true });
  });

  it('does not answer, and is named without its password', async () => {
    const port = await freePort();
    expect(await askUsersRedis(`redis://user:secret@127.0.0.1:${port}/0`)).toMatchObject({
      place: `127.0.0.1:${port}`,
      answers: false,
    });
  });

  it.each(['localhost:6379', 'http://127.0.0.1:6379'])('is refused when it is none: %s', async url => {
    await expect(askUsersRedis(url)).rejects.toThrow('REDIS_URL is no address of a Redis');
  });
});
