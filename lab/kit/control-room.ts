import { roomUrl } from '../addresses.ts';
import { letIn } from './room-entry.ts';

const ANSWERS_WITHIN_MS = 10_000;

interface Breaker {
  state: 'closed' | 'open' | 'half-open';
  retryInMs: number;
  probes?: { admitted: number; good: number; bad: number };
}

/** What the one screen shows, as far as a learner looks at it. */
export interface RoomState {
  services: {
    name: string;
    word: string;
    pipelines: {
      name: string;
      breaker?: Breaker;
      numbers: Record<string, number | string>;
      counts: { refused: number };
    }[];
    faults: { name: string; kind: string; injected: number }[];
  }[];
  /** The processes of `npm start`; undefined with containers. */
  processes?: { list: { name: string; port: number | null; restarts: number }[] };
  shoppers: { shop: string }[];
  visitorsPerSecond: number;
  books?: { orders: number; charges: number; underWay: number; tooMany: number };
}

/** The control room did not do what was asked; the message is its sentence. */
export class ControlRoomError extends Error {
  override readonly name = 'ControlRoomError';
}

/** @throws ControlRoomError no control room answers here */
export async function roomState(): Promise<RoomState> {
  return (await (await send('/api/state', {})).json()) as RoomState;
}

/** Presses a button of the screen. @throws ControlRoomError with what the control room answers when it is not done */
export async function press(path: string, form: Record<string, string> = {}): Promise<void> {
  await send(path, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
}

/** Requests what programs request. @throws ControlRoomError as `press` does */
export async function command(method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await send(path, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  return answer.status === 204 ? undefined : await answer.json();
}

/** The breaker of one policy, as the screen shows it. */
export async function breakerOf(service: string, policy: string): Promise<Breaker | undefined> {
  const { services } = await roomState();
  const pipelines = services.find(({ name }) => name === service)?.pipelines;
  return pipelines?.find(({ name }) => name === policy)?.breaker;
}

async function send(
  path: string,
  init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> },
): Promise<Response> {
  const url = roomUrl + path;
  const answer = await fetch(url, {
    ...init,
    headers: { ...init.headers, ...(await letIn(init.method ?? 'GET', url)), origin: roomUrl },
    signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
  }).catch((error: unknown) => {
    const message = `No control room answers at ${roomUrl}. This needs an open shop: npm start`;
    throw new ControlRoomError(message, { cause: error });
  });
  if (answer.ok || answer.status === 303) return answer;
  const problem = (await answer.json().catch(() => ({}))) as { detail?: string };
  throw new ControlRoomError(problem.detail ?? `The control room answered ${answer.status} to ${path}.`);
}
