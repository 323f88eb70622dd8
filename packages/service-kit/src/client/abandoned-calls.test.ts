import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Socket } from 'node:net';
import { foldersIn, renewIdentities } from '@watertight/identity';
import { createLogger } from '@watertight/telemetry';
import { tcpProxy, until } from '@watertight/testing';
import type { Dispatcher } from 'undici';
import { serveCallersName } from '../identity/identity.fixture.ts';
import { OwnIdentity } from '../identity/own-identity.ts';
import { proveWith } from '../identity/this-process.ts';
import { closeConnections, openPool } from './connection-pool.ts';

/** A handshake takes as long as this test wants: the wire holds what the client says. */
const wire = tcpProxy(() => target);
const home = mkdtempSync(join(tmpdir(), 'abandoned-'));
const sockets: Socket[] = [];
const [arrives, holds] = [Promise.resolve(), new Promise<void>(() => {})];
let target: string;
let close: () => void;
let pool: Dispatcher;

beforeAll(async () => {
  await renewIdentities(foldersIn(home), ['checkout', 'payment'], { believedAfterMs: 0 });
  const identityOf = (name: string) => new OwnIdentity(join(home, name), name, createLogger('test', 'silent'));
  const hold = (body: string) => (body === 'slow' ? holds : arrives);
  const service = await serveCallersName(identityOf('payment'), { heard: [], sockets, hold });
  target = `http://127.0.0.1:${service.port}`;
  close = service.close;
  proveWith(identityOf('checkout'));
  pool = openPool(wire.url.replace('http:', 'https:'), 'payment');
});
afterAll(async () => {
  await closeConnections();
  close();
  rmSync(home, { recursive: true });
});

const ask = async (body: string, signal = AbortSignal.timeout(5000)) =>
  (await pool.request({ path: '/', method: 'POST', body, signal })).body.text();

/** Those that have begun: the first record of a connection (RFC 8446, section 5.1). */
const handshakes = () => wire.sent.filter(piece => piece.startsWith('\x16\x03\x01')).length;

it('calls that end before their connection is open leave it to the next one', async () => {
  wire.hold();
  const leaving = new AbortController();
  const left = [1, 2, 3].map(n => ask(`left ${n}`, leaving.signal).catch((error: Error) => error.name));
  await until(() => handshakes() === 3, { withinMs: 2000 });
  leaving.abort();
  wire.release();
  expect(await Promise.all(left)).toEqual(['AbortError', 'AbortError', 'AbortError']);
  expect(await Promise.all([1, 2, 3].map(n => ask(`here ${n}`)))).toEqual(['checkout', 'checkout', 'checkout']);
  expect(handshakes()).toBe(3);
});

it('a call that ends while its answer is being made ends its connection, so that the service learns of it', async () => {
  const leaving = new AbortController();
  const before = sockets.length;
  const left = ask('slow', leaving.signal).catch((error: Error) => error.name);
  await until(() => sockets.length > before, { withinMs: 2000 });
  leaving.abort();
  expect(await left).toBe('AbortError');
  await until(() => sockets.at(-1)!.destroyed, { withinMs: 2000 });
});
