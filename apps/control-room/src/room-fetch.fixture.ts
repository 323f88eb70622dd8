import { roomAuthorization } from '@watertight/contracts/control-room';
import { roomKeyOfTests } from '@watertight/testing';

type Init = Omit<RequestInit, 'headers'> & { headers?: Record<string, string> };

/** `fetch`, as a program that the owner of the shop has let in. */
export async function roomFetch(url: string, { method = 'GET', headers, ...init }: Init = {}): Promise<Response> {
  const authorization = await roomAuthorization(roomKeyOfTests, method, url);
  return fetch(url, { ...init, method, headers: { authorization, ...headers } });
}
