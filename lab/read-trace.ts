import { lookUntil } from '@watertight/testing/until';
import { roomUrl, traceUrls } from './addresses.ts';
import { letIn } from './kit/room-entry.ts';
import type { JaegerTrace } from './waterfall.ts';

const ASK_MS = 2000;
const EVERY_MS = 500;

/**
 * Returns a trace from the service that keeps it. Spans arrive up to five seconds after the fact.
 *
 * Asks until `enough` spans are there, at most `withinMs`; then what there is, or undefined.
 */
export async function readTrace(
  traceId: string,
  { enough = () => true, withinMs = 8000 }: { enough?: (trace: JaegerTrace) => boolean; withinMs?: number } = {},
): Promise<JaegerTrace | undefined> {
  const isEnough = (found: JaegerTrace | undefined) => found !== undefined && enough(found);
  return (await lookUntil(() => askAll(traceId), isEnough, { withinMs, everyMs: EVERY_MS })).seen;
}

async function askAll(traceId: string): Promise<JaegerTrace | undefined> {
  const answers = await Promise.all(traceUrls.map(origin => ask(origin, traceId)));
  return answers.find(trace => trace !== undefined);
}

async function ask(origin: string, traceId: string): Promise<JaegerTrace | undefined> {
  try {
    const url = `${origin}/api/traces/${traceId}`;
    const headers = origin === roomUrl ? await letIn('GET', url) : {};
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(ASK_MS) });
    if (!answer.ok) return undefined;
    const { data } = (await answer.json()) as { data?: JaegerTrace[] };
    return data?.[0];
  } catch {
    return undefined; // nothing listens there: the other one is called too
  }
}
