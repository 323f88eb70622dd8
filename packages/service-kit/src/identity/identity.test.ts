import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { foldersIn, newAuthority, renewIdentities } from '@watertight/identity';
import { createLogger } from '@watertight/telemetry';
import { until } from '@watertight/testing';
import { askWith, serveCallersName, wireTo, writeFiles } from './identity.fixture.ts';
import { isProofOld } from './two-protocols.ts';
import { OwnIdentity, readIdentity } from './own-identity.ts';

const MINUTE = 60_000;
const HOUR_MS = 60 * MINUTE;
const DAY_MS = 24 * HOUR_MS;
const names = ['payment', 'checkout', 'search'];

describe('services that prove who they are', () => {
  let home: string;
  const closing: (() => void)[] = [];
  const heard: string[] = [];
  const sockets: Socket[] = [];
  let hold = Promise.resolve();

  const of = (name: string) => join(home, name);
  const proof = (name: string) => readIdentity(of(name), name);
  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'identity-'));
    heard.length = 0;
    await renewIdentities(foldersIn(home), names);
  });
  afterEach(() => {
    for (const close of closing.splice(0)) close();
    rmSync(home, { recursive: true });
  });

  function watched(name: string): OwnIdentity {
    const identity = new OwnIdentity(of(name), name, createLogger('test', 'silent'));
    closing.push(identity.watch());
    return identity;
  }

  async function serve(name: string): Promise<number> {
    const identity = watched(name);
    const { port, close } = await serveCallersName(identity, {
      heard,
      sockets,
      hold: body => (body === 'slow' ? hold : Promise.resolve()),
    });
    closing.push(close);
    return port;
  }

  it('are known by their certificate; plain requests prove nothing', async () => {
    const port = await serve('payment');
    expect(await askWith(proof('checkout'), port, 'hello')).toBe('checkout');
    expect(await askWith(proof('search'), port, 'hello')).toBe('search');
    const plain = await fetch(`http://127.0.0.1:${port}`, { headers: { 'request-caller': 'checkout' } });
    expect(await plain.text()).toBe('unproven');
  });

  it('want a new proof after two minutes, on whatever connection', async () => {
    const port = await serve('payment');
    await askWith(proof('checkout'), port, 'hello');
    const [socket] = sockets.splice(0);
    expect(isProofOld(socket!)).toBe(false);
    expect(isProofOld(socket!, performance.now() + 3 * MINUTE)).toBe(true);
  });

  it('stop at once, also beside a connection that never ends its handshake', async () => {
    const identity = watched('payment');
    const { port, close } = await serveCallersName(identity, { heard, sockets, hold: () => Promise.resolve() });
    const half = connect(port, '127.0.0.1').on('error', () => {});
    half.write(Buffer.from([0x16, 3, 1]));
    await askWith(proof('checkout'), port, 'hello'); // by then the first three bytes are read
    close();
    await until(() => half.closed, { withinMs: 2000 });
  });

  it('forget a client that leaves in the middle of its handshake', async () => {
    const port = await serve('payment');
    const half = connect(port, '127.0.0.1').on('error', () => {});
    half.write(Buffer.from([0x16, 3, 1]));
    await askWith(proof('checkout'), port, 'hello'); // by then the first three bytes are read
    half.end();
    await until(() => half.closed, { withinMs: 2000 });
  });

  it('say nothing to a program in the place of another, not even to one with a key of this shop', async () => {
    const impostor = await serve('search');
    expect(await askWith(proof('checkout'), impostor, 'the card')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(heard).toEqual([]);
  });

  it.each([
    ['of another authority', Date.now()],
    ['that has expired', Date.now() - 200 * DAY_MS],
  ])('are not heard with a certificate %s', async (_, madeAtMs) => {
    const authority = await newAuthority(madeAtMs);
    const { 'tls.key': key, 'tls.crt': cert } = await authority.issue('checkout');
    const { ca } = proof('payment');
    if (madeAtMs < Date.now() - DAY_MS) for (const name of names) believe(name, authority.certificate);
    expect(await askWith({ key, cert, ca }, await serve('payment'), 'give')).toMatch(/ECONNRESET|EPIPE|ALERT/);
    expect(heard).toEqual([]);
  });

  function believe(name: string, certificate: string): void {
    writeFileSync(join(of(name), 'ca.crt'), readIdentity(of(name), name).ca + certificate);
  }

  it.each([-HOUR_MS, HOUR_MS])('do not mind a clock that was %i ms wrong when their keys were made', async wrongMs => {
    const authority = await newAuthority(Date.now() + wrongMs);
    for (const name of names)
      writeFiles(of(name), { ...(await authority.issue(name)), 'ca.crt': authority.certificate });
    expect(await askWith(proof('checkout'), await serve('payment'), 'hello')).toBe('checkout');
  });

  it('get new keys without a restart: no call fails, one under way is answered, and stolen keys are refused after the second time', async () => {
    const port = await serve('payment');
    const stolen = proof('checkout');
    const checkout = watched('checkout');
    const { promise, resolve: release } = Promise.withResolvers<void>();
    hold = promise;
    const slow = askWith(checkout.current, port, 'slow');
    const answers = new Map<string, number>();
    const asking = new AbortController();
    const flow = (async () => {
      for (; !asking.signal.aborted;) {
        const answer = await askWith(checkout.current, port, 'hello');
        answers.set(answer, (answers.get(answer) ?? 0) + 1);
      }
    })();
    await renewIdentities(foldersIn(home), names);
    await renewIdentities(foldersIn(home), names);
    await until(async () => (await askWith({ ...stolen, ca: checkout.current.ca }, port, 'give')) !== 'checkout', {
      withinMs: 10_000,
    });
    release();
    asking.abort();
    await flow;
    expect(await slow).toBe('checkout');
    expect([...answers.keys()]).toEqual(['checkout']);
    expect(answers.get('checkout')).toBeGreaterThan(20);
  }, 60_000);

  it('hear nothing of a body that was changed on the way, nor of bytes that are sent again', async () => {
    const port = await serve('payment');
    const body = 'x'.repeat(2000);
    const flip = (bytes: Buffer) => {
      if (bytes.length > 2000) bytes[1500]! ^= 1;
      return bytes;
    };
    const changing = await wireTo(port, flip);
    closing.push(changing.close);
    expect(await askWith(proof('checkout'), changing.port, body)).toMatch(/ECONNRESET|EPIPE|ALERT|socket hang up/);
    expect(heard).toEqual([]);

    const recording = await wireTo(port, bytes => bytes);
    closing.push(recording.close);
    expect(await askWith(proof('checkout'), recording.port, body)).toBe('checkout');
    expect(heard).toEqual([body]);
    const again = connect(port, '127.0.0.1').on('error', () => {});
    for (const bytes of recording.sent) again.write(bytes);
    await text(again).catch(() => '');
    expect(heard).toEqual([body]);
  });

  it.each([
    ['is missing', { 'tls.key': undefined }, 'tls.key cannot be read (ENOENT)'],
    ['is empty', { 'tls.key': '' }, 'tls.key is no PEM file'],
    [
      'is short',
      { 'tls.key': '-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n' },
      'tls.key is no PEM file',
    ],
    ['is text in another script', { 'ca.crt': 'ключ' }, 'ca.crt is no PEM file'],
  ])('stop their start with a sentence when a file %s', (_, changes, sentence) => {
    for (const [file, content] of Object.entries(changes)) {
      if (content === undefined) rmSync(join(of('payment'), file));
      else writeFileSync(join(of('payment'), file), content);
    }
    expect(() => readIdentity(of('payment'), 'payment')).toThrow(`IDENTITY=${of('payment')}: ${sentence}`);
  });

  it('stop their start with a sentence for the key of another service, for two files that do not belong together, and after the end', async () => {
    expect(() => readIdentity(of('search'), 'payment')).toThrow(
      'a certificate of "payment" expected, and tls.crt is one of "search"',
    );
    cpSync(join(of('search'), 'tls.key'), join(of('payment'), 'tls.key'));
    expect(() => readIdentity(of('payment'), 'payment')).toThrow('tls.key does not belong to tls.crt');
    const old = await newAuthority(Date.now() - 200 * DAY_MS);
    writeFiles(of('payment'), { ...(await old.issue('payment')), 'ca.crt': old.certificate });
    expect(() => readIdentity(of('payment'), 'payment')).toThrow('tls.crt has expired on');
  });
});
