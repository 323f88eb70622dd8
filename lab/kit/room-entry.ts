import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { roomAuthorization, roomLink } from '@watertight/contracts/control-room';
import { roomUrl } from '../addresses.ts';

const keyFile = join(import.meta.dirname, '../../.data/room-key');

/** Of the control room that is open; empty when there is none here: then it answers what opens it. */
function roomKey(): string {
  return process.env['ROOM_KEY'] || (existsSync(keyFile) ? readFileSync(keyFile, 'utf8').trim() : '');
}

/** The headers of a request to the control room, so that it is let in. */
export async function letIn(method: string, url: string): Promise<Record<string, string>> {
  const key = roomKey();
  return key === '' ? {} : { authorization: await roomAuthorization(key, method, url) };
}

/** A link by which a browser enters the control room, once. */
export const entrance = (): Promise<string> => roomLink(roomKey(), roomUrl);
