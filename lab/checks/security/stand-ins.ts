import { lookUntil } from '@watertight/testing/until';
import { type Attack, finding, type Target } from './attack.ts';
import { Browser } from './browser.ts';
import { identityOf } from './identity.ts';
import { orderOf, newestOrder } from './orders.ts';
import { type Reply, StandIn } from './stand-in.ts';

const SECRET = 'a password for one service alone';
const SHIPPED_WITHIN_MS = 5000;

/** Another program listens where a stopped service listened: it must hear no secret, and its answers must not count. */
export const standIns: Attack = {
  name: 'stand-ins',
  run: async target => [await profile(target), await payment(target)],
};

async function profile(target: Target) {
  const known = new Browser(target.shop);
  const { email } = await known.registered({ password: SECRET });
  return inPlaceOf(
    'profile',
    target,
    () => ({ status: 200, body: {} }),
    async standIn => {
      const { status } = await new Browser(target.shop).signIn(email, SECRET);
      await new Browser(target.shop).register({ password: SECRET });
      const hears = standIn.heard.includes(SECRET);
      const observed = `sign-in and registration while another program plays profile (${status}): it heard ${standIn.requests} requests, the password ${hears ? 'among them' : 'not'}`;
      return finding('stand-in for profile', !hears, observed);
    },
  );
}

async function payment(target: Target) {
  const thief = new Browser(target.shop);
  await thief.add('wt-1044');
  const reply = ({ body }: { body: string }) => {
    const { orderId, amount, currency } = readJson(body);
    const card = { brand: 'visa', last4: '4242' };
    const at = new Date().toISOString();
    return {
      status: 201,
      body: { id: crypto.randomUUID(), orderId, status: 'captured', amount, currency, card, capturedAt: at },
    };
  };
  return inPlaceOf('payment', target, reply, async standIn => {
    const { status, headers } = await thief.pay({ cardToken: 'tok_declined' });
    const order = orderOf(headers.location) ?? (await newestOrder(target));
    const look = async () =>
      (await target.query<{ status: string }>('checkout', 'SELECT status FROM orders WHERE id = $1', [order]))[0]
        ?.status ?? 'none';
    const { seen } = await lookUntil(look, word => word === 'shipped' || word === 'confirmed', {
      withinMs: SHIPPED_WITHIN_MS,
      everyMs: 250,
    });
    const hears = standIn.heard.includes('tok_declined');
    const observed = `pay with a declined card (${status}): the order is ${seen}; the stand-in heard the card's token: ${hears ? 'yes' : 'no'}`;
    return finding('stand-in for payment', !['confirmed', 'shipped'].includes(seen) && !hears, observed);
  });
}

/** Stops a service, listens in its place while `act` runs, and starts it again. */
async function inPlaceOf<T>(
  service: string,
  target: Target,
  reply: Reply,
  act: (standIn: StandIn) => Promise<T>,
): Promise<T> {
  const url = target.urlOf(service);
  if (url === undefined) throw new Error(`${service} has no port to stand in on`);
  await target.owner('stop', service);
  try {
    // The strongest one: a service that fell, with a certificate of this shop, in the place of another.
    await using standIn = await StandIn.on(url, reply, identityOf('comments', target, service));
    return await act(standIn);
  } finally {
    await target.owner('start', service);
    await target.owner('heal');
  }
}

function readJson(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return {};
  }
}
