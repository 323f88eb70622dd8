import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { OpsState } from '@watertight/contracts/ops';
import { askDirectly } from '../client/ask-directly.ts';
import { BEAT_MS } from './state-stream.ts';

/** A service that has sent nothing for this long, in ms, is silent: three lines are missing. */
export const silentAfterMs = 800;
const MAX_LINE = 1024 * 1024;

export interface Follower {
  /** The service has reported its state: the first time, and whenever it has changed. */
  told(state: OpsState): void;
  /** The service is alive, and nothing has changed. */
  same(): void;
  /** The service cannot be reached, or its answer cannot be parsed. It is tried again by itself. */
  lost(): void;
}

/**
 * Follows the `/ops/state` of one process until the returned function is called, however often it dies meanwhile. Behind https the
 * token is sent only to a process that has proved that it is this service: any program may listen on the port of one that died.
 *
 * On purpose without a policy: a breaker would hide from the control room that a service is back.
 */
export function followState(service: string, url: string, bearer: string, follower: Follower): () => void {
  let asked: ClientRequest | undefined;
  let again: NodeJS.Timeout | undefined;
  const ask = () => {
    const headers = { authorization: `Bearer ${bearer}` };
    asked = askDirectly(service, new URL('/ops/state?follow', url), { headers });
    asked.once('socket', socket => socket.setTimeout(silentAfterMs).on('timeout', () => endUnlessHeard(socket)));
    asked.once('response', answer => listen(answer, follower));
    asked.once('close', () => (again = setTimeout(ask, BEAT_MS)));
    asked.on('error', () => follower.lost()).end();
  };
  ask();
  return () => {
    asked?.removeAllListeners('close').destroy();
    clearTimeout(again);
  };
}

function listen(answer: IncomingMessage, follower: Follower): void {
  answer.on('error', () => follower.lost());
  if (answer.statusCode !== 200) return void answer.destroy(new Error(`answered ${answer.statusCode}`));
  let begun = '';
  answer.setEncoding('utf8').on('data', (piece: string) => {
    const lines = (begun + piece).split('\n');
    begun = lines.pop() ?? '';
    try {
      for (const line of lines) hear(line, follower);
      if (begun.length > MAX_LINE) throw new RangeError(`a line of more than ${MAX_LINE} characters`);
    } catch (error) {
      answer.destroy(error as Error);
    }
  });
}

/** @throws SyntaxError or ZodError for a line that is no state */
function hear(line: string, follower: Follower): void {
  if (line === '') follower.same();
  else follower.told(OpsState.parse(JSON.parse(line)));
}

/** Timers run before sockets are read: a process that was descheduled has not read its socket yet. */
function endUnlessHeard(socket: Socket): void {
  const { bytesRead } = socket;
  setImmediate(() => socket.bytesRead === bytesRead && socket.destroy());
}
