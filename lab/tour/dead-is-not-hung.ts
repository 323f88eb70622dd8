import { shop } from '../shop-verbs.ts';
import { press } from '../kit/control-room.ts';
import { note, visitor } from './sights.ts';

/** What an attempt at a frozen service costs: the policy's whole limit. */
const LIMIT_MS = 250;
/** A refused connection is an answer; this is for a busy machine. */
const AT_ONCE_MS = 150;

/** Kills a service and freezes it, and reads in the page's X-ray what each costs its caller. */
export async function deadIsNotHung(product: string): Promise<void> {
  await shop('kill', 'comments');
  await press('/services/storefront/reset'); // a breaker that is open already calls no service
  const dead = await attemptMs(product);
  note(
    'kill comments, and read the X-ray (?xray)',
    'refused at once',
    told(dead),
    dead !== undefined && dead < AT_ONCE_MS,
  );
  await shop('heal');
  await shop('freeze', 'comments');
  await press('/services/storefront/reset');
  const hung = await attemptMs(product);
  note(
    'freeze it',
    `waited for until the limit, ${LIMIT_MS} ms`,
    told(hung),
    hung !== undefined && hung >= LIMIT_MS - 10,
  );
  await shop('heal');
}

const told = (tookMs: number | undefined) => (tookMs === undefined ? 'no attempt' : `1 attempt, ${tookMs} ms`);

/** What the page says of its attempt at the comments. */
async function attemptMs(product: string): Promise<number | undefined> {
  const { html } = await visitor.open(`${product}?xray`);
  const ms = /<b>comments<\/b> as <b>comments<\/b>: 1 attempt, (\d+) ms/.exec(html)?.[1];
  return ms === undefined ? undefined : Number(ms);
}
