import { knownPort } from './known-ports.ts';
import { SUPERVISOR, SUPERVISOR_PORT } from './process-table.ts';
import { knownOpsToken } from './ops-token.ts';

const address = () => `http://127.0.0.1:${knownPort(SUPERVISOR, SUPERVISOR_PORT)}`;
const ANSWER_WITHIN_MS = 2000;

/** The supervisor refused; the message is its own sentence. */
export class RefusedError extends Error {}

/** Whether the shop of this checkout is run by a supervisor now. */
export async function isOpen(): Promise<boolean> {
  const response = await ask('/processes', { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).catch(() => undefined);
  await response?.arrayBuffer();
  return response?.ok ?? false; // nobody there, or the supervisor of another checkout
}

/** What the supervisor answers. @throws RefusedError */
export async function askSupervisor<T>(path: string, method: 'GET' | 'POST' = 'GET'): Promise<T> {
  const response = await ask(path, { method });
  const body = (await response.json()) as T & { detail?: string };
  if (response.ok) return body;
  throw new RefusedError(body.detail ?? `The supervisor answered ${response.status}.`);
}

function ask(path: string, init: RequestInit): Promise<Response> {
  return fetch(address() + path, { ...init, headers: { authorization: `Bearer ${knownOpsToken() ?? ''}` } });
}
