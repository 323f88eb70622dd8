import { createConnection, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

const ANSWER_WITHIN_MS = 2000;

/** The Redis of REDIS_URL: named without its password, and whether it answers. */
export type UsersRedis = { url: string; place: string; answers: boolean };

/** REDIS_URL is wrong. The message says what is expected. */
export class RedisUrlError extends Error {}

/**
 * Asks the Redis that the user's shell names. That variable may have been meant for another program.
 *
 * @throws RedisUrlError it is no address of a Redis
 */
export async function askUsersRedis(url: string): Promise<UsersRedis> {
  if (!/^rediss?:\/\//.test(url) || !URL.canParse(url))
    throw new RedisUrlError(`REDIS_URL is no address of a Redis: redis://127.0.0.1:6379 is expected. ${OWN}.`);
  const { protocol, hostname, port } = new URL(url);
  const address = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 6379) };
  const socket =
    protocol === 'rediss:' ? connectTls({ ...address, rejectUnauthorized: false }) : createConnection(address);
  return { url, place: `${hostname}:${address.port}`, answers: await answersPing(socket) };
}

const OWN = '"unset REDIS_URL" lets the shop start its own';

export function describeUsersRedis({ place, answers }: UsersRedis): string {
  return answers
    ? `the Redis of REDIS_URL answers at ${place}; ${OWN}`
    : `the Redis of REDIS_URL (${place}) does not answer, so orders are paid but not shipped; ${OWN}`;
}

/** "-NOAUTH" is an answer, too: the services send the password. */
function answersPing(socket: Socket): Promise<boolean> {
  return new Promise(resolve => {
    const done = (answers: boolean) => {
      socket.destroy();
      resolve(answers);
    };
    socket.setTimeout(ANSWER_WITHIN_MS, () => done(false));
    socket.once('error', () => done(false));
    socket.once('close', () => done(false));
    socket.once('data', chunk => done(/^[+-]/.test(String(chunk))));
    socket.write('PING\r\n');
  });
}
