import { jest } from '@jest/globals';
import {
  readRoomAuthorization,
  readRoomLink,
  readRoomSession,
  roomAuthorization,
  roomLink,
  roomPassMs,
  roomSession,
} from './control-room.ts';

const KEY = 'the key of one control room';
const ORIGIN = 'http://localhost:8081';
const keyOf = (link: string) => new URL(link).searchParams.get('key') ?? '';

describe('a pass to the control room', () => {
  afterEach(() => void jest.useRealTimers());

  it('is read by the room whose key has signed it, and by no other', async () => {
    const link = keyOf(await roomLink(KEY, ORIGIN));
    expect(await readRoomLink(KEY, link)).toEqual({ id: expect.any(String), endsAtMs: expect.any(Number) });
    expect(await readRoomLink('the key of another room', link)).toBeUndefined();
  });

  it('is good for one purpose: a link is no session, and a request is one method of one address', async () => {
    const link = keyOf(await roomLink(KEY, ORIGIN));
    expect(await readRoomSession(KEY, link)).toBeUndefined();
    expect(await readRoomLink(KEY, await roomSession(KEY))).toBeUndefined();
    const header = await roomAuthorization(KEY, 'GET', `${ORIGIN}/api/state?x=1`);
    const asks = (method: string, path: string) => readRoomAuthorization(KEY, header, { method, path });
    expect(await asks('GET', '/api/state?x=1')).toBeDefined();
    expect([await asks('POST', '/api/state?x=1'), await asks('GET', '/api/state')]).toEqual([undefined, undefined]);
  });

  it.each([
    ['link', async () => keyOf(await roomLink(KEY, ORIGIN)), readRoomLink],
    ['session', () => roomSession(KEY), readRoomSession],
  ] as const)('ends: a %s', async (kind, make, read) => {
    jest.useFakeTimers({ now: 1_800_000_000_000, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    const pass = await make();
    jest.setSystemTime(1_800_000_000_000 + roomPassMs[kind] - 1);
    expect(await read(KEY, pass)).toBeDefined();
    jest.setSystemTime(1_800_000_000_000 + roomPassMs[kind]);
    expect(await read(KEY, pass)).toBeUndefined();
  });

  it('is nothing when one character of it is another', async () => {
    const pass = await roomSession(KEY);
    for (const at of [0, 7, 12, 30, pass.length - 2]) {
      const changed = pass.slice(0, at) + (pass[at] === '1' ? '2' : '1') + pass.slice(at + 1);
      expect(await readRoomSession(KEY, changed)).toBeUndefined();
    }
    for (const nothing of ['', '.', `${pass}0`, pass.toUpperCase(), `${pass}=`, ` ${pass}`])
      expect(await readRoomSession(KEY, nothing)).toBeUndefined();
  });
});
