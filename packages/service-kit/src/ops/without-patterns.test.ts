import { opsOnly, startApp } from '@watertight/testing';

const nowhere = 'http://127.0.0.1:9';
const callees = ['SEARCH', 'CHECKOUT', 'PROFILE', 'RECOMMENDATIONS', 'COMMENTS'];

it('PATTERNS=off takes every pattern out of every policy, also out of those that a reset makes new', async () => {
  const urls = Object.fromEntries(callees.map(name => [`${name}_URL`, nowhere]));
  const { url } = await startApp('storefront', { ...urls, REDIS_URL: '', PATTERNS: 'off' });
  const ask = (method: string, path: string, body?: object) =>
    fetch(`${url}${path}`, {
      method,
      headers: { ...opsOnly, ...(body && { 'content-type': 'application/json' }) },
      body: body === undefined ? null : JSON.stringify(body),
    });
  const isOn = async () => {
    const { policies } = (await (await ask('GET', '/ops/patterns')).json()) as {
      policies: Record<string, { switches: Record<string, boolean> }>;
    };
    return new Set(Object.values(policies).flatMap(({ switches }) => Object.values(switches)));
  };
  expect(await isOn()).toEqual(new Set([false]));
  await ask('PATCH', '/ops/patterns/search', { breaker: true });
  expect(await isOn()).toEqual(new Set([false, true]));
  await ask('POST', '/ops/reset');
  expect(await isOn()).toEqual(new Set([false]));
});

it('a word that is neither on nor off stops the start', async () => {
  await expect(startApp('storefront', { PATTERNS: 'none' })).rejects.toThrow('PATTERNS="none": ');
});
