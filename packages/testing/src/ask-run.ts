import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { config } from './config.ts';

/**
 * Asks the run that this test file belongs to, and waits until it has it.
 *
 * - `postgres`: the url of the shared PostgreSQL, as the superuser
 * - `build`: every app is built from its present sources
 *
 * @throws Error why it cannot be had
 */
export async function askRun(what: 'postgres' | 'build'): Promise<string> {
  const door = config.runUrl();
  if (!door) throw new Error(`no test run to ask for ${what}: start jest with the workspace's own jest.config.mjs`);
  const { answer, message } = JSON.parse(await get(`${door}/${what}`)) as { answer?: string; message?: string };
  if (answer === undefined) throw new Error(message);
  return answer;
}

/** Not `fetch`: it keeps its connection, which would count as a leak of the test. */
async function get(url: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request(url, { agent: false }, resolve).once('error', reject).end();
  return text(await promise);
}
