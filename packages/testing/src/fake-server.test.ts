import { get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { answer } from './answer.ts';
import { fakeServer } from './fake-server.ts';
import { fate } from './fate.ts';
import { leakCheck } from './leak-check.ts';
import { until } from './until.ts';

describe('a fake server', () => {
  const search = fakeServer(({ path }) => answer.json({ path }));

  const head = (path = '/'): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => get(search.url + path, { agent: false }, resolve).on('error', reject));

  it('answers by its handler and remembers what it was asked', async () => {
    const headers = { a: 'b', connection: 'close' };
    const response = await fetch(`${search.url}/hits?q=winch`, { method: 'POST', body: 'rope', headers });
    expect(await response.json()).toEqual({ path: '/hits?q=winch' });
    expect(search.requests).toMatchObject([
      { method: 'POST', path: '/hits?q=winch', body: 'rope', headers: { a: 'b' } },
    ]);
  });

  it('has forgotten the requests of the test before', () => {
    expect(search.requests).toEqual([]);
  });

  it('answers a status and headers of its own', async () => {
    search.does(() => answer.json({ code: 'full' }, { status: 503, headers: { 'retry-after': '2' } }));
    const { statusCode, headers } = await head();
    expect([statusCode, headers['retry-after']]).toEqual([503, '2']);
  });

  it('hangs: the connection is accepted and stays silent', async () => {
    search.does(() => answer.nothing());
    const page = fate(head());
    await until(() => search.requests.length === 1, { withinMs: 2_000 });
    expect([page.state, search.connections]).toEqual(['pending', 1]);

    await search.close();
    await until(() => page.state === 'rejected', { withinMs: 2_000 });
  });

  it('resets', async () => {
    search.does(() => answer.reset());
    await expect(head()).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('drips the 4 bytes of its body 20 ms apart', async () => {
    search.does(() => answer.drip('[12]', { everyMs: 20 }));
    const response = await head();
    const startedAt = performance.now();
    expect(await text(response)).toBe('[12]');
    expect(performance.now() - startedAt).toBeGreaterThan(55);
  });

  it('cuts the connection after half of the body', async () => {
    search.does(() => answer.half({ products: ['winch', 'rope'] }));
    await expect(text(await head())).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('answers something that is no HTTP', async () => {
    search.does(() => answer.garbage());
    await expect(head()).rejects.toMatchObject({ code: expect.stringMatching(/^HPE_/) });
  });

  it('pours without end until the caller hangs up', async () => {
    search.does(() => answer.endless());
    const response = await head();
    let bytes = 0;
    for await (const chunk of response) {
      bytes += (chunk as Buffer).length;
      if (bytes > 10_000_000) break;
    }
    await until(() => search.connections === 0, { withinMs: 2_000 });
  });

  it('answers 50 ms later', async () => {
    search.does(() => answer.after(50, answer.json({})));
    const startedAt = performance.now();
    expect((await head()).statusCode).toBe(200);
    expect(performance.now() - startedAt).toBeGreaterThan(48);
  });

  it('refuses while it is closed, and is back on the same port', async () => {
    const { url } = search;
    await search.close();
    await expect(head()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await search.open();
    expect([search.url, (await head()).statusCode]).toEqual([url, 200]);
  });
});

leakCheck();
