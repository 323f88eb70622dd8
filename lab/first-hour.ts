import { shopUrl } from './addresses.ts';
import { readTrace } from './read-trace.ts';
import { shop } from './shop-verbs.ts';
import { hiddenFields, stateOf, Visitor, type Page } from './visitor.ts';
import { waterfall } from './waterfall.ts';

/** One thing the learner does, and what they should see. */
interface Sight {
  did: string;
  expected: string;
  saw: string;
  right: boolean;
}

const sights: Sight[] = [];
const visitor = new Visitor(shopUrl);

const HEALED_MS = 2000;
const SHIPPED_MS = 30_000;

function note(did: string, expected: string, saw: string, right: boolean): void {
  sights.push({ did, expected, saw, right });
  process.stdout.write(`${right ? 'seen ' : 'WRONG'}  ${did}: ${saw}\n`);
}

/** Looks at a page again and again until it is as hoped, at most `withinMs`; the last look either way. */
async function lookUntil(
  path: string,
  hoped: (page: Page) => boolean,
  withinMs: number,
): Promise<{ page: Page; afterMs: number }> {
  const startMs = performance.now();
  for (;;) {
    const page = await visitor.open(path);
    const afterMs = performance.now() - startMs;
    if (hoped(page) || afterMs > withinMs) return { page, afterMs };
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

const ms = (value: number) => `${Math.round(value)} ms`;
const sections = ['product', 'stock', 'recommendations', 'comments', 'basket', 'account'];
const statesOf = (page: Page) =>
  sections.map(section => `${section} ${stateOf(page, section) ?? 'missing'}`).join(', ');
const whole = (page: Page) => page.status === 200 && sections.every(section => stateOf(page, section) === 'ok');

async function openTheShop(): Promise<string> {
  const home = await visitor.open('/');
  note('open the shop', '200', String(home.status), home.status === 200);
  const results = await visitor.open('/search?q=winch');
  const link = /href="(\/products\/[a-z0-9-]*winch[a-z0-9-]*)"/.exec(results.html)?.[1];
  note('look for a winch', 'a winch', link ?? 'none', results.status === 200 && link !== undefined);
  const product = link ?? '/products/none';
  const { page } = await lookUntil(product, whole, HEALED_MS);
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
  const { page, afterMs } = await lookUntil(product, whole, HEALED_MS);
  note('heal', `whole again within ${HEALED_MS} ms`, `${statesOf(page)} after ${ms(afterMs)}`, whole(page));
}

async function buy(product: string): Promise<string | undefined> {
  const page = await visitor.open(product);
  const basket = await visitor.submit('/basket/lines', { ...hiddenFields(page, '/basket/lines'), quantity: '1' });
  note(
    'put it into the basket',
    'the basket',
    new URL(basket.url).pathname,
    basket.status === 200 && basket.url.endsWith('/basket'),
  );
  const form = await visitor.open('/checkout');
  const deliverTo = { name: 'Ada Lovelace', street: '12 Harbour Street', city: 'Falmouth', country: 'GB' };
  const order = await visitor.submit('/checkout', {
    ...hiddenFields(form, '/checkout'),
    ...deliverTo,
    cardToken: 'tok_visa',
  });
  const path = new URL(order.url).pathname;
  note(
    'pay with a test card',
    'an order',
    `${order.status} ${path}`,
    order.status === 200 && path.startsWith('/orders/'),
  );
  const { page: shipped, afterMs } = await lookUntil(path, ({ html }) => /\bshipped\b/i.test(html), SHIPPED_MS);
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

function table(): string {
  const rows = [
    ['', 'did', 'expected', 'saw'],
    ...sights.map(({ did, expected, saw, right }) => [right ? 'ok' : 'WRONG', did, expected, saw]),
  ];
  const widths = [0, 1, 2].map(column => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  return rows
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

process.stdout.write(`A first hour at ${shopUrl}\n\n`);
try {
  const product = await openTheShop();
  await killComments(product);
  await freezeRecommendations(product);
  await heal(product);
  await readTheTrace(await buy(product));
} finally {
  await shop('heal');
}
const wrong = sights.filter(({ right }) => !right).length;
process.stdout.write(`\n${table()}\n\n${sights.length - wrong} of ${sights.length} as expected\n`);
process.exitCode = wrong === 0 ? 0 : 1;
