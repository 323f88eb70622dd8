import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request as plain } from 'node:http';
import { request as overTls } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { foldersIn, renewIdentities } from '@watertight/identity';
import { type AppProcess, opsOnly, realPostgres, startApp } from '@watertight/testing';

const postgres = realPostgres();
const home = mkdtempSync(join(tmpdir(), 'callers-'));
interface Asking {
  as?: string;
  headers?: Record<string, string>;
  /** The body of a PATCH. */
  change?: object;
}

const LIST = '/comments?subject=product:wt-1001';

describe('a service that knows its callers', () => {
  let app: AppProcess;
  const start = (env = {}) =>
    startApp('comments', { DATABASE_URL: postgres.url, IDENTITY: join(home, 'comments'), FAULTS: 'on', ...env });
  beforeAll(async () => {
    await renewIdentities(foldersIn(home), ['comments', 'storefront', 'search', 'control-room']);
    app = await start();
  }, 40_000);
  afterAll(() => rmSync(home, { recursive: true }));

  /** With the certificate of a service; without one, in plain HTTP, as the one that `headers` name. */
  async function ask(path: string, { as, headers = {}, change }: Asking = {}) {
    const file = (name: string) => (as === undefined ? undefined : readFileSync(join(home, as, name)));
    const proof = { key: file('tls.key'), cert: file('tls.crt'), ca: file('ca.crt'), servername: 'comments' };
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number | undefined; body: unknown }>();
    const request = as === undefined ? plain : overTls;
    const url = new URL(path, as === undefined ? app.url : app.url.replace('http:', 'https:'));
    const method = change === undefined ? 'GET' : 'PATCH';
    request(url, { agent: false, method, headers, ...(as !== undefined && proof) }, answer => {
      void json(answer).then(body => resolve({ status: answer.statusCode, body }), reject);
    })
      .on('error', reject)
      .end(change && JSON.stringify(change));
    return promise;
  }

  it('answers those that its contract names, and no other service, whatever a header says', async () => {
    expect(await ask(LIST, { as: 'storefront' })).toMatchObject({ status: 200, body: { comments: [] } });
    expect(await ask(LIST, { as: 'search', headers: { 'request-caller': 'storefront' } })).toMatchObject({
      status: 403,
      body: { code: 'caller-not-permitted', detail: '"search" may not ask this; storefront may.' },
    });
  });

  it('refuses plain requests, but for probes; /ops is for the control room with the token', async () => {
    const forged = { headers: { 'request-caller': 'storefront' } };
    for (const path of [LIST, '/no-such-address'])
      expect(await ask(path, forged)).toMatchObject({ status: 403, body: { code: 'identity-required' } });
    expect(await ask('/health/ready')).toMatchObject({ status: 200 });
    expect(await ask('/ops/state', forged)).toMatchObject({ status: 404 });
    expect(await ask('/ops/state', { headers: opsOnly })).toMatchObject({ status: 404 });
    expect(await ask('/ops/state', { as: 'search', headers: opsOnly })).toMatchObject({ status: 404 });
    // Another way to write the same address.
    expect((await ask('/%6fps/state', { as: 'search', headers: opsOnly })).status).toBeGreaterThanOrEqual(403);
    expect((await ask('/%6fps/state', { headers: opsOnly })).status).toBeGreaterThanOrEqual(403);
    expect(await ask('/ops/state', { as: 'control-room' })).toMatchObject({ status: 404 });
    expect(await ask('/ops/state', { as: 'control-room', headers: opsOnly })).toMatchObject({ status: 200 });
  });

  it('believes every header while the pattern is off', async () => {
    const turn = (identity: boolean) =>
      ask('/ops/patterns', {
        as: 'control-room',
        headers: { ...opsOnly, 'content-type': 'application/json' },
        change: { identity },
      });
    await turn(false);
    expect(await ask(LIST, { headers: { 'request-caller': 'storefront' } })).toMatchObject({ status: 200 });
    await turn(true);
    expect(await ask(LIST, { headers: { 'request-caller': 'storefront' } })).toMatchObject({ status: 403 });
  });

  it('is known by its own names and by addresses only', async () => {
    const named = (host: string) => ask('/health/ready', { headers: { host } });
    for (const host of ['localhost:1', 'comments', '10.1.2.3:3006', '[::1]:3006'])
      expect((await named(host)).status).toBe(200);
    for (const host of [
      'evil.example',
      'comments.evil.example',
      'localhost.evil.example',
      '10.1.2.3.evil.example',
      'a b',
      '%',
    ])
      expect(await named(host)).toMatchObject({ status: 421, body: { code: 'unknown-host' } });
  });

  it('does not start where customers are without a word on identity, nor with the key of another', async () => {
    await expect(start({ NODE_ENV: 'production', FAULTS: 'off', IDENTITY: '' })).rejects.toThrow('IDENTITY is not set');
    await expect(start({ IDENTITY: join(home, 'search') })).rejects.toThrow(
      'a certificate of "comments" expected, and tls.crt is one of "search"',
    );
  });
});
