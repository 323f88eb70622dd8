import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { supervisorSocket } from './socket.ts';

/** The supervisor refused; the message is its own sentence. */
export class RefusedError extends Error {}

/** Whether the shop of this checkout is run by a supervisor now. */
export function isOpen(): Promise<boolean> {
  return isServed(supervisorSocket());
}

/** Whether a process listens on a socket, also one that is frozen. False for a file that a killed process has left. */
export function isServed(socketPath: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(socketPath);
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

/** What the supervisor answers. @throws RefusedError */
export async function askSupervisor<T>(path: string, method: 'GET' | 'POST' = 'GET'): Promise<T> {
  const { status, body } = await ask(path, method);
  const read = JSON.parse(body) as T & { detail?: string };
  if (status === 200) return read;
  throw new RefusedError(read.detail ?? `The supervisor answered ${status}.`);
}

/** By node:http: `fetch` cannot use a Unix socket. */
function ask(path: string, method: string): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    request({ socketPath: supervisorSocket(), path, method, agent: false }, response => {
      text(response).then(body => resolve({ status: response.statusCode, body }), reject);
    })
      .once('error', reject)
      .end();
  });
}
