import { setTimeout as sleep } from 'node:timers/promises';
import { roomAuthorization, roomLink } from '@watertight/contracts/control-room';
import { config } from '../config.ts';
import { knownPort } from '../supervisor/known-ports.ts';
import { knownSecret } from '../supervisor/secret-files.ts';
import { ShopCommandError } from './runner.ts';
import type { RoomState } from './room-state.ts';

/** The control room, which reaches every service however the shop is run: on this machine's port with npm and with Compose. */
export interface Room {
  /** @throws ShopCommandError what the service reports as wrong, or that the control room is unavailable */
  breaks(service: string, fault: Record<string, string>): Promise<void>;
  /** Ends every fault, switches every pattern on and closes every breaker. @throws ShopCommandError as `breaks` */
  heals(): Promise<void>;
  /** Requests what programs request, and returns the answer. @throws ShopCommandError as `breaks` */
  requests(method: string, path: string, body?: object): Promise<unknown>;
  /** Returns a link that opens it in a browser, once, within ten minutes. @throws ShopCommandError there is no key here */
  link(): Promise<string>;
  /** As soon as it is as hoped, or as it is after 3 s. Undefined if the control room does not answer. */
  state(isAsHoped?: (state: RoomState) => boolean): Promise<RoomState | undefined>;
}

const ANSWERS_WITHIN_MS = 5000;
/** A service that was started or thawed reports again after a moment. */
const HOPED_WITHIN_MS = 3000;
const LOOK_AGAIN_MS = 200;

export const room: Room = {
  breaks: (service, fault) => send('/faults', { service, ...fault }),
  heals: () => send('/heal', {}),
  requests: async (method, path, body) => {
    const json = body && { 'content-type': 'application/json' };
    const init = { method, headers: { origin: originOfRoom(), ...json }, ...(body && { body: JSON.stringify(body) }) };
    return (await accepted(await request(path, init))).json();
  },
  link: () => {
    const key = keyOfRoom();
    if (key === undefined)
      throw new ShopCommandError(
        'Only a control room that was started by npm start or with ROOM_KEY has a key here. Else its log has a link: docker compose logs control-room.',
      );
    return roomLink(key, originOfRoom());
  },
  state: async (isAsHoped = () => true) => {
    const giveUpAtMs = performance.now() + HOPED_WITHIN_MS;
    for (;;) {
      const response = await request('/api/state', {});
      const state = response?.ok === true ? ((await response.json()) as RoomState) : undefined;
      if (state === undefined || isAsHoped(state) || performance.now() > giveUpAtMs) return state;
      await sleep(LOOK_AGAIN_MS);
    }
  },
};

const originOfRoom = () => config.roomUrl() ?? `http://localhost:${knownPort('control-room', 8081)}`;
const keyOfRoom = () => config.roomKey() ?? knownSecret('room-key');

async function send(path: string, form: Record<string, string>): Promise<void> {
  const headers = { origin: originOfRoom() };
  await accepted(await request(path, { method: 'POST', headers, body: new URLSearchParams(form) }));
}

/** Returns the answer. @throws ShopCommandError there is none, or it is a problem */
async function accepted(response: Response | undefined): Promise<Response> {
  if (response === undefined)
    throw new ShopCommandError(
      `The control room does not answer at ${originOfRoom()}: npm run shop start control-room`,
    );
  if (response.ok || response.status === 303) return response;
  const problem = (await response.json().catch(() => ({}))) as { detail?: string };
  throw new ShopCommandError(problem.detail ?? `The control room answered ${response.status}.`);
}

async function request(path: string, { headers, ...init }: Request): Promise<Response | undefined> {
  const [url, key] = [originOfRoom() + path, keyOfRoom()];
  const signature = key !== undefined && { authorization: await roomAuthorization(key, init.method ?? 'GET', url) };
  const signal = AbortSignal.timeout(ANSWERS_WITHIN_MS);
  return fetch(url, { ...init, headers: { ...headers, ...signature }, redirect: 'manual', signal }).catch(
    () => undefined,
  );
}

type Request = Omit<RequestInit, 'headers'> & { headers?: Record<string, string> };
