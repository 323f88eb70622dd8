import { randomUUID } from 'node:crypto';
import { type Attack, finding, nothingWrong, type Target } from './attack.ts';
import { Browser } from './browser.ts';

const STREET = '7 Hidden Lane';

/** A basket of the attacker's is planted on a customer; orders and forms of others are opened. */
export const baskets: Attack = {
  name: 'baskets',
  run: async target => [await planted(target), await strangers(target), await ids(target)],
};

/** A page on another port or a sibling subdomain can set cookies for the shop. */
async function planted({ shop }: Target) {
  const thief = new Browser(shop);
  await thief.add('wt-1001');
  const victim = new Browser(shop);
  for (const [name, value] of thief.cookies) victim.cookies.set(name, value);
  await victim.registered({ name: 'Victim' });
  await victim.add('wt-1002');
  const bought = await victim.pay({ street: STREET });
  const order = await thief.get(bought.headers.location ?? '/nowhere');
  // The attacker knows the basket and not the order: a form with a key of their own may lead there.
  const form = {
    idempotencyKey: randomUUID(),
    priceVersions: '',
    name: 'x',
    street: 'x',
    city: 'x',
    country: 'IE',
    cardToken: 'tok_visa',
  };
  const sent = await thief.post('/checkout', form);
  const led = await thief.get(sent.headers.location ?? '/nowhere');
  const guest = await guestWithPlanted(shop, thief);
  const seen = [order, led, guest].filter(({ text }) => text.includes(STREET)).length;
  const observed = `the customer paid (${bought.status}); of three ways to the order ${seen} show the address to the attacker`;
  return finding('planted basket', seen === 0 && bought.status === 303, observed);
}

/** The same with a customer who has no account: only the browser that ordered may open the order. */
async function guestWithPlanted(shop: string, thief: Browser) {
  const before = new Map(thief.cookies);
  const guest = new Browser(shop);
  for (const [name, value] of before) guest.cookies.set(name, value);
  await guest.add('wt-1003');
  const { headers } = await guest.pay({ street: STREET });
  return thief.get(headers.location ?? '/nowhere');
}

async function strangers({ shop }: Target) {
  const customer = new Browser(shop);
  await customer.add('wt-1001');
  const { headers, status } = await customer.pay({ street: STREET });
  const path = headers.location ?? '/nowhere';
  const [stranger, another] = [new Browser(shop), new Browser(shop)];
  await another.add('wt-1001');
  await another.pay();
  const got = [await stranger.get(path), await another.get(path), await another.get(`/orders/${randomUUID()}`)];
  const own = await customer.get(path);
  const held = got.every(each => each.status === 404) && own.text.includes(STREET);
  const observed = `paid ${status}; own order ${own.status}, for a stranger, another customer, and of no order: ${got.map(each => each.status).join(' ')}`;
  return finding('orders of others', held, observed);
}

/** Ids are keys here: in addresses they would stand in logs, in histories and in spans. */
async function ids({ shop }: Target) {
  const browser = new Browser(shop);
  await browser.registered();
  await browser.add('wt-1001');
  const secrets = [...browser.cookies].filter(([, value]) => value.length > 15);
  const pages = await Promise.all(['/', '/basket', '/checkout', '/account'].map(path => browser.get(path)));
  const shown = secrets.filter(([, value]) => pages.some(({ text }) => text.includes(value))).map(([name]) => name);
  return nothingWrong('cookies on pages', shown, `${secrets.length} cookies that open something stand on no page`);
}
