import { roomUrl } from '../addresses.ts';

const ANSWERS_WITHIN_MS = 10_000;

interface Breaker {
  state: 'closed' | 'open' | 'half-open';
  retryInMs: number;
  probes?: { admitted: number; good: number; bad: number };
}

/** What the one screen shows, as far as a learner looks at it. */
export interface RoomState {
  services: { name: string; word: string; pipelines: { name: string; breaker?: Breaker }[] }[];
  shoppers: { shop: string }[];
  visitorsPerSecond: number;
  books?: { orders: number; charges: number; underWay: number; tooMany: number };
}

export async function roomState(): Promise<RoomState> {
  const answer = await fetch(`${roomUrl}/api/state`, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
  return (await answer.json()) as RoomState;
}

/** Presses a button of the screen. @throws Error with what the control room answers when it is not done */
export async function press(path: string, form: Record<string, string> = {}): Promise<void> {
  const answer = await fetch(`${roomUrl}${path}`, {
    method: 'POST',
    headers: { origin: roomUrl },
    body: new URLSearchParams(form),
    redirect: 'manual',
    signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
  });
  if (answer.status !== 303) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

/** The breaker of one policy, as the screen shows it. */
export async function breakerOf(service: string, policy: string): Promise<Breaker | undefined> {
  const { services } = await roomState();
  const pipelines = services.find(({ name }) => name === service)?.pipelines;
  return pipelines?.find(({ name }) => name === policy)?.breaker;
}
