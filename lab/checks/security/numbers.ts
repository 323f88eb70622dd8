import { randomUUID } from 'node:crypto';
import { type Attack, finding, nothingWrong, type Target } from './attack.ts';
import { Browser, countStatuses } from './browser.ts';

const quantities = [
  '-1',
  '0',
  '1e9',
  '1.5',
  '99999999999999999999',
  '0x10',
  'NaN',
  '',
  '１',
  '٣',
  '100',
  '+5',
  '1e1',
  '5\0',
];
const versions = [
  'wt-1004:2147483647',
  'wt-1004:0',
  'wt-1004:-1',
  'wt-1004:999999999',
  'wt-1004:1e0',
  'wt-9999:1',
  '__proto__:1',
];
const SCARCE = 'wt-1012';
const MOST_HOLDERS = 12;
const FLOOD = 40;

/** Quantities, prices and versions that no form sends; goods that are held and not paid; comments and accounts without end. */
export const numbers: Attack = {
  name: 'numbers',
  run: async target => [
    await wrongQuantities(target),
    await wrongVersions(target),
    await holding(target),
    await comments(target),
    await accounts(target),
  ],
};

async function wrongQuantities({ shop }: Target) {
  const taken: string[] = [];
  for (const quantity of quantities) {
    const { status } = await new Browser(shop).add('wt-1001', quantity);
    if (status < 400 || status >= 500) taken.push(`${JSON.stringify(quantity)}: ${status}`);
  }
  const { status } = await new Browser(shop).add('wt-1001', 5);
  if (status !== 303) taken.push(`5 is refused: ${status}`);
  return nothingWrong('quantities', taken, `${quantities.length} wrong ones refused, 5 accepted`);
}

/** The customer pays what the shop's database says, whatever the form says. */
async function wrongVersions({ shop }: Target) {
  const browser = new Browser(shop);
  await browser.add('wt-1004');
  const taken: string[] = [];
  for (const priceVersions of versions) {
    const { status } = await browser.pay({ priceVersions, idempotencyKey: randomUUID() });
    if (status < 400 || status >= 500) taken.push(`${priceVersions}: ${status}`);
  }
  const { status } = await browser.pay({ price: '0.01', total: '0.01', amount: '0.01' });
  if (status !== 303) taken.push(`the right version: ${status}`);
  return nothingWrong('price versions', taken, `${versions.length} wrong ones refused, the right one paid`);
}

/** Declined cards hold pieces: one visitor must not empty the shelves of a product that way. */
async function holding(target: Target) {
  const available = async () => {
    const sql = 'SELECT coalesce(sum(available), 0) AS pieces FROM stock WHERE product_id = $1';
    const [row] = await target.query<{ pieces: string }>('checkout', sql, [SCARCE]);
    return Number(row?.pieces ?? 0);
  };
  const before = await available();
  let holders = 0;
  for (let left = before; left > 0 && holders < MOST_HOLDERS; left = await available()) {
    const thief = new Browser(target.shop, '127.0.0.1');
    await thief.add(SCARCE, Math.min(99, left));
    await thief.pay({ cardToken: 'tok_declined' });
    holders += 1;
  }
  const customer = new Browser(target.shop);
  await customer.add(SCARCE);
  const { status } = await customer.pay();
  const observed = `${before} pieces; after ${holders} declined cards from one address ${await available()} are left; a customer who pays: ${status}`;
  return finding('goods held for nothing', status === 303, observed);
}

async function comments({ shop }: Target) {
  const writer = new Browser(shop);
  await writer.registered({ name: 'Loud' });
  const form = await writer.form('/journal/when-to-reef', '/comments');
  const write = () => writer.post('/comments', { ...form, idempotencyKey: randomUUID(), text: 'x'.repeat(2000) });
  const answers = await Promise.all(Array.from({ length: FLOOD }, write));
  const limited = answers.some(({ status }) => status === 429) && answers.some(({ status }) => status === 303);
  return finding('comments without end', limited, `${FLOOD} by one customer: ${countStatuses(answers)}`);
}

async function accounts({ shop }: Target) {
  const from = new Browser(shop, '127.0.0.9');
  const answers = await Promise.all(
    Array.from({ length: FLOOD }, () => from.register({ name: 'Bot' }).then(({ answer }) => answer)),
  );
  const other = await new Browser(shop).register();
  const limited = answers.some(({ status }) => status === 429) && other.answer.status === 303;
  return finding(
    'accounts without end',
    limited,
    `${FLOOD} from one address: ${countStatuses(answers)}; another: ${other.answer.status}`,
  );
}
