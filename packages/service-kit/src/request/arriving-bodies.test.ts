import { connect, type Socket } from 'node:net';
import { realPostgres, startApp, until } from '@watertight/testing';

const body = JSON.stringify({ amount: '1.00', currency: 'USD', cardToken: 'tok_visa' });
const address = (n: number) => `/captures/00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

describe('a service with 4 permits, so that 2 bodies may be on their way', () => {
  const postgres = realPostgres();
  let url: string;
  const open: Sending[] = [];

  beforeAll(async () => {
    ({ url } = await startApp('bank', { DATABASE_URL: postgres.url, MAX_IN_FLIGHT: '4' }));
  }, 30_000);
  afterEach(() => open.splice(0).forEach(({ socket }) => socket.destroy()));

  interface Sending {
    readonly socket: Socket;
    readonly answered: () => string;
  }

  /** Sends the head of a capture and a part of its body. */
  async function begin(n: number): Promise<Sending> {
    const { port } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    let text = '';
    socket.on('data', data => (text += String(data))).on('error', () => {});
    const sending = { socket, answered: () => text };
    open.push(sending);
    const head = `PUT ${address(n)} HTTP/1.1\r\nhost: bank\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
    await new Promise(sent => void socket.write(head + body.slice(0, 10), sent));
    return sending;
  }
  const capture = async (n: number) => {
    const answer = await fetch(url + address(n), {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body,
    });
    return answer.status;
  };

  it('answers all others while eight bodies do not arrive; the longest are given up, the last two may finish', async () => {
    const begun: Sending[] = [];
    for (let n = 1; n <= 8; n++) {
      begun.push(await begin(n));
      // One after the other: which of them takes longest must be certain.
      await until(() => begun.filter(({ answered }) => answered() !== '').length === Math.max(0, n - 2), {
        withinMs: 2000,
      });
    }
    expect(await Promise.all([11, 12, 13, 14].map(capture))).not.toContain(503);
    const [first] = begun;
    expect(first?.answered()).toMatch(
      /^HTTP\/1.1 408 [\s\S]*application\/problem\+json[\s\S]*"code":"request-timeout"/,
    );
    await until(() => first?.socket.destroyed, { withinMs: 2000 });

    const last = await begin(21);
    last.socket.write(body.slice(10));
    await until(() => last.answered().startsWith('HTTP/1.1 200'), { withinMs: 2000 });
  });

  it('ends a body that has not arrived after 10 s', async () => {
    const { socket, answered } = await begin(31);
    const startMs = performance.now();
    await until(() => socket.destroyed, { withinMs: 13_000 });
    expect(performance.now() - startMs).toBeGreaterThan(9000);
    expect(answered()).toMatch(/^HTTP\/1.1 408 /);
  }, 20_000);
});
