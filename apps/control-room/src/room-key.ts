import { randomBytes } from 'node:crypto';
import { config } from './config.ts';

/** What links, sessions and requests of programs are signed with. Without `ROOM_KEY` it lives as long as this process. */
export const roomKey = config.roomKey ?? randomBytes(24).toString('hex');
