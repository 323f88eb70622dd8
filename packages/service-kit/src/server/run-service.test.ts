import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { answer, fakeServer, KeptConnection, realPostgres, startApp, until } from '@watertight/testing';

// The control room and the bank are services like any other; what is shown here is the kit's, not theirs.
const nowhere = 'http://127.0.0.1:9';
const controlRoom = Object.fromEntries(
  ['STOREFRONT', 'SEARCH', 'CHECKOUT', 'PROFILE', 'PAYMENT', 'RECOMMENDATIONS', 'COMMENTS', 'BANK'].map(name => [
    `${name}_URL`,
    nowhere,
  ]),
);

/** Sends a capture up to the middle of its body; the rest, and the answer, when the returned function is called. */
async function beginCapture(url: string, n: number): Promise<() => Promise<{ status: string }>> {
  const body = JSON.stringify({ amount: '9.99', currency: 'USD', cardToken: 'tok_slow' });
  const sending = request(`${url}/captures/00000000-0000-4000-8000-00000000000${n}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'content-length': body.length },
  });
  const answered = once(sending, 'response') as Promise<[IncomingMessage]>;
  await new Promise(resolve => sending.write(body.slice(0, 20), resolve));
  return async () => {
    sending.end(body.slice(20));
    const [answer] = await answered;
    return (await json(answer)) as { status: string };
  };
}

describe('a service', () => {
  const postgres = realPostgres();
  const collector = fakeServer();

  it('says in one sentence per variable what it lacks, and ends with 78', async () => {
    await expect(startApp('bank', { DATABASE_URL: '', DRAIN_MS: 'soon' })).rejects.toThrow(
      /bank ended:\nDRAIN_MS="soon": whole milliseconds expected, for example 10000\nDATABASE_URL is not set: an address expected.*\n$/,
    );
  });

  it('says in one sentence that its port is taken', async () => {
    collector.does(() => answer.json({}, { status: 500 }));
    const { port } = new URL(collector.url);
    await expect(startApp('control-room', { ...controlRoom, PORT: port })).rejects.toThrow(
      `Port ${port} is taken; stop the process that uses it or set PORT.`,
    );
  });

  it('answers health, contract, metrics, and /ops to no caller without the token', async () => {
    const bank = await startApp('bank', { DATABASE_URL: postgres.url, OPS_TOKEN: 'a-token-of-24-characters' });
    const status = async (path: string, headers = {}) => (await fetch(bank.url + path, { headers })).status;
    expect(await status('/health/live')).toBe(200);
    expect(await status('/health/details')).toBe(200);
    expect(await status('/openapi.json')).toBe(200);
    expect(await (await fetch(`${bank.url}/metrics`)).text()).toContain(
      'watertight_http_server_requests_total{method="GET",route="/health/live",status="200",service="bank"} 1',
    );
    expect(await status('/ops/resilience')).toBe(404);
    expect(await status('/ops/resilience', { authorization: 'Bearer a-token-of-24-characterz' })).toBe(404);
    expect(await status('/ops/resilience', { authorization: 'Bearer a-token-of-24-characters' })).toBe(200);
  });

  it('listens for IPv6 and IPv4 with HOST=::, as its container has it', async () => {
    const room = await startApp('control-room', { ...controlRoom, HOST: '::' });
    for (const host of ['127.0.0.1', '[::1]']) {
      const address = room.url.replace('127.0.0.1', host);
      expect((await fetch(`${address}/health/live`)).status).toBe(200);
    }
    await room.stop();
  });

  it('cuts no accepted request when it is told to stop, and exits 0', async () => {
    const bank = await startApp('bank', { DATABASE_URL: postgres.url, DAWDLE_MS: '500' });
    const begun = await Promise.all([1, 2, 3, 4].map(n => beginCapture(bank.url, n)));
    const stopped = bank.stop();
    await until(() => bank.logs().includes('finishing what is under way'), { withinMs: 2000 });
    const answers = await Promise.all(begun.map(finish => finish()));
    expect(answers.map(({ status }) => status)).toEqual(['captured', 'captured', 'captured', 'captured']);
    expect(await stopped).toEqual({ code: 0, signal: null });
  });

  it('closes no kept connection before its caller, who asks now and then, was told to leave', async () => {
    const bank = await startApp('bank', { DATABASE_URL: postgres.url });
    const callers = Array.from({ length: 20 }, (_, i) => new KeptConnection(bank.url, i * 30));
    await until(() => callers.every(({ answers }) => answers > 1), { withinMs: 5000 });
    expect(await bank.stop()).toEqual({ code: 0, signal: null });
    await until(() => callers.every(({ ended }) => ended !== undefined), { withinMs: 5000 });
    expect(new Set(callers.map(({ ended }) => ended))).toEqual(new Set(['told to leave']));
  });

  it('ends in time also when the collector of its traces hangs', async () => {
    collector.does(() => () => undefined);
    const room = await startApp('control-room', {
      ...controlRoom,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_SERVICE_NAME: 'control-room',
    });
    await (await fetch(`${room.url}/nothing-here`)).text();
    const startedMs = performance.now();
    expect((await room.stop()).code).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(4000);
  });

  it('believes no traceparent where browsers come in, and tells its own', async () => {
    const room = await startApp('control-room', controlRoom);
    const theirs = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
    const answer = await fetch(`${room.url}/nothing-here`, {
      headers: { traceparent: `00-${theirs}-bbbbbbbbbbbbbbbb-01` },
    });
    expect(answer.headers.get('server-timing')).toMatch(/^traceparent;desc="00-[0-9a-f]{32}-[0-9a-f]{16}-01"$/);
    expect(answer.headers.get('server-timing')).not.toContain(theirs);
  });
});
