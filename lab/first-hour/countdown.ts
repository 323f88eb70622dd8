import { shop } from '../shop-verbs.ts';
import { stateOf } from '../visitor.ts';
import { breakerOf, press } from './room.ts';
import { lookUntil, note, visitor } from './sights.ts';

/** The longest open period: 30 s + 20 %. */
const LONGEST_OPEN_MS = 36_000;
const SEEN_WITHIN_MS = 3000;

/** Five failures open a breaker; it stays open for 30 s ± 20 %, lets probes through, and two good ones close it. */
export async function countdown(product: string): Promise<void> {
  await open(product);
  await rest(product);
  await close(product);
}

const comments = () => breakerOf('storefront', 'comments');

async function open(product: string): Promise<void> {
  await press('/services/storefront/reset');
  await shop('freeze', 'comments');
  for (let page = 1; page <= 5; page += 1) await visitor.open(product);
  const { seen: opened } = await lookUntil(comments, breaker => breaker?.state === 'open', SEEN_WITHIN_MS);
  const left = Math.ceil((opened?.retryInMs ?? 0) / 1000);
  note(
    'freeze comments, open five pages',
    'the breaker opens',
    `${opened?.state}, ${left} s left`,
    opened?.state === 'open',
  );
  const page = await visitor.open(`${product}?xray`);
  const promised = /asked again in (\d+) s/.exec(page.html)?.[1];
  note(
    'read the page',
    'when it is asked again',
    `in ${promised ?? '?'} s`,
    promised !== undefined && Number(promised) <= LONGEST_OPEN_MS / 1000,
  );
}

async function rest(product: string): Promise<void> {
  await shop('thaw', 'comments');
  const early = await visitor.open(product);
  note(
    'thaw it at once',
    'left in peace until its rest is over',
    `comments ${stateOf(early, 'comments')}`,
    stateOf(early, 'comments') === 'unavailable',
  );
  const { seen: half, afterMs } = await lookUntil(
    comments,
    breaker => breaker?.state === 'half-open',
    LONGEST_OPEN_MS + SEEN_WITHIN_MS,
  );
  note(
    'wait',
    'half-open after 24 to 36 s',
    `${half?.state} after ${Math.round(afterMs / 1000)} s more`,
    half?.state === 'half-open',
  );
}

async function close(product: string): Promise<void> {
  await visitor.open(product);
  const { seen: one } = await lookUntil(comments, breaker => breaker?.probes?.good === 1, SEEN_WITHIN_MS);
  note(
    'open a page',
    'one probe of three, and it is good',
    `${one?.state}, ${one?.probes?.good ?? 0} good`,
    one?.probes?.good === 1,
  );
  await visitor.open(product);
  const { seen: closed } = await lookUntil(comments, breaker => breaker?.state === 'closed', SEEN_WITHIN_MS);
  note('open another', 'the second good one closes it', String(closed?.state), closed?.state === 'closed');
}
