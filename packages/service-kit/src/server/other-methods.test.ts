import { opsOnly, realPostgres, startApp } from '@watertight/testing';

describe('an address that exists, asked with a method that it does not have', () => {
  const postgres = realPostgres();
  let bank: string;
  beforeAll(async () => {
    ({ url: bank } = await startApp('bank', { DATABASE_URL: postgres.url }));
  }, 30_000);
  const reference = '00000000-0000-4000-8000-000000000001';

  it.each([
    ['DELETE', `/captures/${reference}`, ['GET', 'HEAD', 'PUT']],
    ['POST', '/captures/not-a-reference', ['GET', 'HEAD', 'PUT']],
    ['GET', `/captures/${reference}/void`, ['PUT']],
    ['HEAD', `/captures/${reference}/void/`, ['PUT']],
    ['OPTIONS', '/captures', ['GET', 'HEAD']],
    ['POST', '/health/live', ['GET', 'HEAD']],
    ['PATCH', '/openapi.json', ['GET', 'HEAD']],
  ])('is answered with 405 and what it has: %s %s', async (method, path, allowed) => {
    const body = method === 'POST' ? { body: '<no JSON>' } : {};
    const answer = await fetch(bank + path, { method, ...body });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')?.split(', ').toSorted()).toEqual(allowed);
    if (method !== 'HEAD') expect(await answer.json()).toMatchObject({ code: 'method-not-allowed', status: 405 });
  });

  it('still tells no one without the token that there is /ops', async () => {
    expect((await fetch(`${bank}/ops/state`, { method: 'DELETE' })).status).toBe(404);
    expect((await fetch(`${bank}/ops/state`, { headers: opsOnly })).status).toBe(200);
    expect((await fetch(`${bank}/nothing-here`, { method: 'DELETE' })).status).toBe(404);
  });
});
