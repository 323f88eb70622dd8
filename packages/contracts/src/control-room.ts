/**
 * How the control room knows who may use it. The owner of the shop has its key; a browser gets a link that was signed with the
 * key, and a program signs each request. The key itself is never sent, so a program that listens on the port of the control
 * room in its place learns nothing that lasts.
 */

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** How long a pass is valid, by what it is for. */
export const roomPassMs = { link: 10 * MINUTE_MS, session: 12 * 60 * MINUTE_MS, request: 30 * SECOND_MS } as const;

/** What a pass is for, beside its path for a request. */
const LINK = 'link';
const SESSION = 'session';
const requestOf = (method: string, path: string) => `request ${method} ${path}`;

/** A pass that was accepted. */
export interface RoomPass {
  /** Another one for each pass. */
  readonly id: string;
  /** Until when it is valid, in ms since 1970. */
  readonly endsAtMs: number;
}

/** Returns the link that opens the control room in a browser, once, within ten minutes. */
export async function roomLink(key: string, origin: string): Promise<string> {
  return `${origin}/enter?key=${await sign(key, LINK, roomPassMs.link)}`;
}

/** Returns the value of the cookie of a browser that was let in. */
export function roomSession(key: string): Promise<string> {
  return sign(key, SESSION, roomPassMs.session);
}

/** Returns the header by which a program proves that this request comes from the owner of the shop. */
export async function roomAuthorization(key: string, method: string, url: string | URL): Promise<string> {
  const { pathname, search } = new URL(url);
  return SCHEME + (await sign(key, requestOf(method, pathname + search), roomPassMs.request));
}

/** Reads the key of a link; undefined when it is none, or no longer valid. */
export function readRoomLink(key: string, pass: string): Promise<RoomPass | undefined> {
  return read(key, LINK, pass);
}

/** Reads the cookie; undefined as above. */
export function readRoomSession(key: string, pass: string): Promise<RoomPass | undefined> {
  return read(key, SESSION, pass);
}

/** Reads the header of a request; undefined as above. @param path with its query, as it was requested */
export async function readRoomAuthorization(
  key: string,
  authorization: string,
  { method, path }: { method: string; path: string },
): Promise<RoomPass | undefined> {
  if (!authorization.startsWith(SCHEME)) return undefined;
  return read(key, requestOf(method, path), authorization.slice(SCHEME.length));
}

const SCHEME = 'Room ';
/** Its end in ms, its id, and the signature: short enough for one line of a terminal. */
const PASS = /^([0-9a-z]{8,9})\.([\w-]{12})\.([\w-]{43})$/;
const utf8 = new TextEncoder();

async function sign(key: string, purpose: string, forMs: number): Promise<string> {
  const id = base64url(crypto.getRandomValues(new Uint8Array(9)));
  const signed = `${(Date.now() + forMs).toString(36)}.${id}`;
  const mac = await crypto.subtle.sign('HMAC', await hmacKey(key), utf8.encode(`${purpose}\n${signed}`));
  return `${signed}.${base64url(new Uint8Array(mac))}`;
}

async function read(key: string, purpose: string, pass: string): Promise<RoomPass | undefined> {
  const [, end = '', id = '', mac = ''] = PASS.exec(pass) ?? [];
  const signed = utf8.encode(`${purpose}\n${end}.${id}`);
  const isSigned = await crypto.subtle.verify('HMAC', await hmacKey(key), bytesOf(mac), signed); // in constant time
  const endsAtMs = Number.parseInt(end, 36);
  return isSigned && endsAtMs > Date.now() ? { id, endsAtMs } : undefined;
}

const hmacKey = (key: string) =>
  crypto.subtle.importKey('raw', utf8.encode(key), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);

const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

const bytesOf = (base64url: string) =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), character => character.charCodeAt(0));
