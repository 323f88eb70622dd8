import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Exchange, History, Kind } from './history.ts';

/** Whose keys these are. */
export const CALLER = 'money-check';
/** What a caller leaves a service; it answers before. */
const DEADLINE_MS = 9000;
/** Longer than any answer may take, so that one that is too late is seen as late. */
const PATIENCE_MS = 20_000;

export interface ClientRequest {
  kind: Kind;
  key: string;
  url: string;
  body: Record<string, unknown>;
  /** Of an order: when its basket was full. */
  filledAtMs?: number;
  /** Its client sends it directly, once, and does not come back. */
  once?: true;
  /** What it leaves the service. Default 9 s. */
  deadlineMs?: number;
}

/** Sends a request, and writes down what came of it. Never rejects. */
export async function send(history: History, request: ClientRequest): Promise<Exchange> {
  const { kind, key, url, body, once, filledAtMs } = request;
  const requestedAtMs = history.nowMs;
  const came = await answerOf(request).catch((error: Error) => ({ lost: reasonOf(error) }));
  const exchange: Exchange = {
    kind,
    key,
    path: new URL(url).pathname,
    body,
    requestedAtMs,
    answeredAtMs: history.nowMs,
    ...(once && { once }),
    ...(filledAtMs !== undefined && { filledAtMs }),
    ...came,
  };
  history.add(exchange);
  return exchange;
}

/** Sends it again with the same key until the answer is final, or `untilMs` of the history is over. */
export async function insist(
  history: History,
  request: () => ClientRequest,
  { untilMs, everyMs = 700 }: { untilMs: number; everyMs?: number },
): Promise<Exchange> {
  for (;;) {
    const exchange = await send(history, request());
    if (isFinal(exchange.answer) || isRefusal(exchange.answer) || history.nowMs > untilMs) return exchange;
    await sleep(everyMs);
  }
}

/** The answer will be the same for ever. */
export function isFinal(answer: Answer | undefined): boolean {
  if (answer === undefined) return false;
  const { status, code } = answer;
  return status === 201 || status === 402 || (status === 409 && code === 'charge-cancelled');
}

/** Asking again would not change it: the request is the wrong one. */
function isRefusal(answer: Answer | undefined): boolean {
  if (answer === undefined || answer.status >= 500) return false;
  return answer.status >= 400 && answer.code !== 'request-in-progress';
}

async function answerOf({ url, key, body, deadlineMs = DEADLINE_MS }: ClientRequest): Promise<{ answer: Answer }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'request-caller': CALLER,
      'request-deadline-ms': String(deadlineMs),
      'idempotency-key': key,
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const text = await response.text();
  const code = /"code":"([a-z-]+)"/.exec(text)?.[1];
  const replayed = response.headers.get('idempotent-replayed') === 'true';
  return {
    answer: { status: response.status, ...(response.status >= 400 && code !== undefined && { code }), replayed, text },
  };
}

function reasonOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message || String(Reflect.get(error.cause, 'code')) : error.message;
}
