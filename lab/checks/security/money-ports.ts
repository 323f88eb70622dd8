import { randomUUID } from 'node:crypto';
import { type Attack, finding, type Finding, type Target } from './attack.ts';
import { Browser } from './browser.ts';
import { identityOf } from './identity.ts';
import { orderOf, referenceOf } from './orders.ts';
import { askJson, type JsonAnswer } from './wire.ts';

const asCheckout = { 'request-caller': 'checkout' };
const asPayment = { 'request-caller': 'payment' };
const SINCE = 'since=2020-01-01T00:00:00Z';

/** A program that reaches the ports of payment and bank, and has no credential but a header that anybody can write. */
export const moneyPorts: Attack = {
  name: 'money-ports',
  async run(target) {
    const payment = target.urlOf('payment') ?? '';
    const bank = target.urlOf('bank') ?? '';
    const checkout = target.urlOf('checkout') ?? '';
    const key = () => ({ 'idempotency-key': `evil-${randomUUID()}` });
    const body = (orderId: string) => ({ orderId, amount: '999.99', currency: 'USD', cardToken: 'tok_visa' });
    const charge = (headers: Record<string, string>) =>
      askJson('POST', `${payment}/charge-card`, body(`evil-${randomUUID()}`), { ...headers, ...key() });
    return [
      refused('charge in the name of checkout', await charge(asCheckout)),
      refused('charge without a name', await charge({})),
      refused("the bank's captures", await askJson('GET', `${bank}/captures?${SINCE}`, undefined, asPayment)),
      refused('the reconciliation', await askJson('GET', `${payment}/reconciliation`, undefined, asCheckout)),
      refused(
        "checkout's charges",
        await askJson('GET', `${payment}/captured-charges?${SINCE}`, undefined, asCheckout),
      ),
      refused(
        'all orders beside the ledger',
        await askJson('GET', `${checkout}/orders/comparison`, undefined, { 'request-caller': 'visitors' }),
      ),
      ...(await asFallen(target, { payment, bank, checkout })),
      ...(await ofStranger(target, payment)),
      await voided(target, bank),
    ];
  },
};

/** Recommendations was taken over: with its certificate the attacker is a service of the shop, and may still do only what it may. */
async function asFallen(target: Target, { payment, bank, checkout }: Record<'payment' | 'bank' | 'checkout', string>) {
  const as = (service: string) => identityOf('recommendations', target, service);
  if (as('payment') === undefined) return []; // services prove nothing: the other lines say so
  const key = { 'idempotency-key': randomUUID() };
  const charge = { orderId: `evil-${randomUUID()}`, amount: '9.99', currency: 'USD', cardToken: 'tok_visa' };
  const order = { basketId: randomUUID(), priceVersions: {}, cardToken: 'tok_visa' };
  const got = [
    await askJson('POST', `${payment}/charge-card`, charge, key, as('payment')),
    await askJson('GET', `${payment}/captured-charges?${SINCE}`, undefined, {}, as('payment')),
    await askJson('POST', `${payment}/charges/${randomUUID()}/refunds`, { amount: '1.00' }, key, as('payment')),
    await askJson('GET', `${bank}/captures?${SINCE}`, undefined, {}, as('bank')),
    await askJson('POST', `${checkout}/orders`, order, key, as('checkout')),
  ];
  const statuses = got.map(({ status, error }) => status || error).join(' ');
  const observed = `charge, list, refund, the bank's captures, an order with the certificate of recommendations: ${statuses}`;
  return [
    finding(
      'money by a service that fell',
      got.every(({ status }) => status === 403),
      observed,
    ),
  ];
}

async function ofStranger(target: Target, payment: string): Promise<Finding[]> {
  const buyer = new Browser(target.shop);
  await buyer.add('wt-1002');
  const bought = await buyer.pay();
  const orderId = orderOf(bought.headers.location) ?? '';
  const sql = 'SELECT id, amount_minor AS minor FROM charges WHERE order_id = $1';
  const [charge] = await target.query<{ id: string; minor: string }>('payment', sql, [orderId]);
  const url = `${payment}/charges/${charge?.id}`;
  const amount = (Number(charge?.minor) / 100).toFixed(2);
  const read = await askJson('GET', url, undefined, asCheckout);
  const story = await askJson('GET', `${url}/story`, undefined, asCheckout);
  const refund = await askJson(
    'POST',
    `${url}/refunds`,
    { amount },
    { ...asCheckout, 'idempotency-key': randomUUID() },
  );
  const paid = finding(
    'an honest purchase meanwhile',
    bought.status === 303 && charge !== undefined,
    `paid: ${bought.status}`,
  );
  return [
    refused("a stranger's charge", read),
    refused("a stranger's charge, its story", story),
    refused("a stranger's refund", refund),
    paid,
  ];
}

/** The charge of an order that is not paid yet is called off at the bank before it is made. */
async function voided(target: Target, bank: string): Promise<Finding> {
  const victim = new Browser(target.shop);
  await victim.add('wt-1003');
  const form = await victim.form('/checkout', '/checkout');
  const reference = referenceOf(form['idempotencyKey'] ?? '');
  const url = `${bank}/captures/${reference}/void`;
  const { status } = await askJson('PUT', url, { amount: '1.00', currency: 'USD' }, asPayment);
  const paid = await victim.pay(form);
  const observed = `void ${status}; then the customer pays with a good card: ${paid.status}`;
  return finding('void before the charge', !isDone(status) && paid.status === 303, observed);
}

const isDone = (status: number) => status >= 200 && status < 300;
const refused = (name: string, { status, error }: JsonAnswer): Finding =>
  finding(name, !isDone(status), `${status === 0 ? `no answer (${error})` : status}`);
