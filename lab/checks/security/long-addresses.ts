import { lookUntil } from '@watertight/testing/until';
import { type Attack, finding, type Target } from './attack.ts';
import { Browser, countStatuses } from './browser.ts';
import { type Answer, ask, askJson } from './wire.ts';

const AT_ONCE = 6;
const REQUESTS = 600;
const HONEST = 8;
/** 100 kB is refused; what a head may hold is not, and becomes a span. */
const lengths = [100_000, 28_000, 28_000];
/** Spans are sent after five seconds at most. */
const ARRIVE_WITHIN_MS = 9000;
const BODY_BYTES = 4_000_000;
const BODIES = 20;

/** Long addresses and large bodies of spans end no process, and the traces of other visitors arrive. */
export const longAddresses: Attack = {
  name: 'long-addresses',
  async run(target) {
    const fallenBefore = target.fallen().length;
    const { flood, traces } = await flooded(target);
    const look = () => count(traces, id => target.roomPage(`/traces/${id}`));
    const arrived = await lookUntil(look, all => all === HONEST, {
      withinMs: ARRIVE_WITHIN_MS * target.patience,
      everyMs: 500,
    });
    const observed = `${REQUESTS} long addresses (${countStatuses(flood)}): ${arrived.seen} of ${HONEST} traces of others arrived`;
    const spans = await largeSpans(target.room);
    const { status } = await ask('GET', `${target.room}/health/live`);
    const ended = target.fallen().length - fallenBefore;
    const ends = `ended: ${ended}; ${BODIES} bodies of spans of 4 MB: ${spans}; the control room then: ${status}`;
    return [
      finding('traces under long addresses', arrived.seen === HONEST, observed),
      finding('processes under long addresses', ended === 0 && status === 200, ends),
    ];
  },
};

/** Sends long addresses, and meanwhile a few honest requests; returns the traces of the latter. */
async function flooded({ shop }: Target): Promise<{ flood: Answer[]; traces: string[] }> {
  const flood: Answer[] = [];
  let sent = 0;
  const send = async () => {
    while (sent < REQUESTS) {
      sent += 1;
      const long = 'x'.repeat(lengths[sent % lengths.length] ?? 0);
      flood.push(await ask('GET', `${shop}/${sent}${long}`, { withinMs: 8000 }));
    }
  };
  const flooding = Array.from({ length: AT_ONCE }, send);
  const traces: string[] = [];
  for (let n = 0; n < HONEST; n += 1) traces.push(traceOf(await new Browser(shop).get(`/journal?n=${n}`)));
  await Promise.all(flooding);
  return { flood, traces };
}

const traceOf = ({ headers }: Answer) =>
  /traceparent;desc="?00-([0-9a-f]{32})/.exec(String(headers['server-timing']))?.[1] ?? 'none';

/** How many of these traces the control room shows. */
async function count(traces: readonly string[], page: (id: string) => Promise<string>): Promise<number> {
  const pages = await Promise.all(traces.map(page));
  return pages.filter(text => text.includes('/journal')).length;
}

async function largeSpans(room: string): Promise<string> {
  const answers: Answer[] = [];
  for (let n = 0; n < BODIES; n += 1) {
    const attributes = [{ key: 'k', value: { stringValue: 'x'.repeat(BODY_BYTES) } }];
    const span = { traceId: n.toString(16).padStart(32, 'a'), spanId: 'ab'.repeat(8), name: 'x', attributes };
    answers.push(await askJson('POST', `${room}/v1/traces`, { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }));
  }
  return countStatuses(answers);
}
