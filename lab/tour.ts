import { shopUrl } from './addresses.ts';
import { deadIsNotHung } from './tour/dead-is-not-hung.ts';
import { lostAnswer } from './tour/lost-answer.ts';
import { lookUntil, ms, note, printSights, sections, statesOf, visitor, whole } from './tour/sights.ts';
import { besideTheTwin } from './tour/twin.ts';
import { buy } from './kit/buy.ts';
import { press, roomState } from './kit/control-room.ts';
import { inAShopOfItsOwn } from './kit/shop-of-its-own.ts';
import { readTrace } from './read-trace.ts';
import { shop } from './shop-verbs.ts';
import { stateOf } from './visitor.ts';
import { waterfall } from './waterfall.ts';

const HEALED_MS = 2000;
const SHIPPED_MS = 30_000;

async function openTheShop(): Promise<string> {
  const home = await visitor.open('/');
  note('open the shop', '200', String(home.status), home.status === 200);
  const results = await visitor.open('/search?q=winch');
  const link = /href="(\/products\/[a-z0-9-]*winch[a-z0-9-]*)"/.exec(results.html)?.[1];
  note('look for a winch', 'a winch', link ?? 'none', results.status === 200 && link !== undefined);
  const product = link ?? '/products/none';
  const { seen: page } = await lookUntil(() => visitor.open(product), whole, HEALED_MS);
  note('open it', 'every section ok', statesOf(page), whole(page));
  return product;
}

async function killComments(product: string): Promise<void> {
  await shop('kill', 'comments');
  const page = await visitor.open(product);
  const sentence = page.html.includes('Comments unavailable right now.');
  const rest = sections.filter(section => section !== 'comments').every(section => stateOf(page, section) === 'ok');
  note(
    'kill comments',
    'one honest sentence, the rest whole',
    `${statesOf(page)}; sentence ${sentence ? 'there' : 'missing'}`,
    page.status === 200 && sentence && rest,
  );
  note('… and how long the page took', 'at most 1000 ms', ms(page.endMs), page.endMs <= 1000);
}

async function freezeRecommendations(product: string): Promise<void> {
  const calm = await visitor.open(product);
  await shop('freeze', 'recommendations');
  const page = await visitor.open(product);
  const state = stateOf(page, 'recommendations');
  note(
    'freeze recommendations',
    'bestsellers in their place',
    `recommendations ${state}`,
    page.status === 200 && state === 'substitute',
  );
  note(
    '… and what it cost the first byte',
    'calm + 100 ms at most',
    `${ms(page.firstByteMs)}, calm ${ms(calm.firstByteMs)}`,
    page.firstByteMs <= calm.firstByteMs + 100,
  );
  note('… and the whole page', '300 ms and no more', ms(page.endMs), page.endMs <= calm.endMs + 450);
}

async function heal(product: string): Promise<void> {
  await shop('heal');
  const { seen: page, afterMs } = await lookUntil(() => visitor.open(product), whole, HEALED_MS);
  note('heal', `whole again within ${HEALED_MS} ms`, `${statesOf(page)} after ${ms(afterMs)}`, whole(page));
}

async function buyAndWatch(product: string): Promise<string | undefined> {
  const { basket, order } = await buy(visitor, product);
  note(
    'put it into the basket',
    'the basket',
    new URL(basket.url).pathname,
    basket.status === 200 && basket.url.endsWith('/basket'),
  );
  const path = new URL(order.url).pathname;
  note(
    'pay with a test card',
    'an order',
    `${order.status} ${path}`,
    order.status === 200 && path.startsWith('/orders/'),
  );
  const { seen: shipped, afterMs } = await lookUntil(
    () => visitor.open(path),
    ({ html }) => /\bshipped\b/i.test(html),
    SHIPPED_MS,
  );
  note(
    'watch it ship',
    'shipped',
    /\bshipped\b/i.test(shipped.html) ? `shipped after ${ms(afterMs)}` : 'not shipped',
    /\bshipped\b/i.test(shipped.html),
  );
  return order.traceIds[0];
}

async function readTheTrace(traceId: string | undefined): Promise<void> {
  const services = ['storefront', 'checkout', 'payment', 'bank'];
  const named = (trace: { processes: Record<string, { serviceName: string }> }) =>
    new Set(Object.values(trace.processes).map(({ serviceName }) => serviceName));
  const trace =
    traceId === undefined
      ? undefined
      : await readTrace(traceId, { enough: found => services.every(name => named(found).has(name)), withinMs: 15_000 });
  const seen = trace === undefined ? [] : [...named(trace)];
  note(
    'read the trace of the order',
    `one trace through ${services.join(', ')}`,
    seen.join(', ') || 'no trace',
    services.every(name => seen.includes(name)),
  );
  if (trace !== undefined) process.stdout.write(`\nnpm run trace ${trace.traceID}\n${waterfall(trace)}\n`);
}

/**
 * `npm run tour`: takes the tour of docs/tour.md in the open shop, and checks what a learner sees at each step: pages, X-ray,
 * the control room and a trace. `-- --open` opens a shop for it and closes it. What the steps of the lab show, the lab checks.
 */
async function tour(): Promise<number> {
  process.stdout.write(`The tour at ${shopUrl}\n\n`);
  const { visitorsPerSecond } = await roomState();
  try {
    // Alone in the shop: what is counted here is what we do.
    await press('/visitors', { perSecond: '0' });
    const product = await openTheShop();
    await killComments(product);
    await freezeRecommendations(product);
    await heal(product);
    await deadIsNotHung(product);
    await besideTheTwin(product);
    await readTheTrace(await buyAndWatch(product));
    await lostAnswer(() => buy(visitor, product));
  } finally {
    await shop('heal');
    await press('/visitors', { perSecond: String(visitorsPerSecond) });
  }
  return printSights() === 0 ? 0 : 1;
}

process.exitCode = process.argv.includes('--open') ? await inAShopOfItsOwn(['--twin']) : await tour();
