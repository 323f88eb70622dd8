import { randomUUID } from 'node:crypto';
import { answer, type Answer, type Handler, type SeenRequest } from '@watertight/testing';

export const ada = { id: '7d0f4a52-5f0e-4a39-9a4f-0d3a9f6f0a01', email: 'ada@example.com', name: 'Ada Lovelace' };
export const adasToken = 'a'.repeat(43);
const usd = (amount: string) => ({ amount, currency: 'USD' });

/** Any slug that ends in a number is a product; its id follows from it. */
const idOf = (slug: string) => `wt-${1000 + Number(/\d+$/.exec(slug)?.[0] ?? 0)}`;
const slugOf = (id: string) => `thing-${Number(id.slice(3)) - 1000}`;
const card = (id: string) => ({
  id,
  slug: slugOf(id),
  name: `Thing ${Number(id.slice(3)) - 1000}`,
  category: 'winches',
  kind: 'winch',
  price: usd('12.00'),
});
const line = (id: string, quantity: number) => ({
  productId: id,
  slug: slugOf(id),
  name: card(id).name,
  kind: 'winch',
  quantity,
  price: usd('12.50'),
  priceVersion: 3,
  lineTotal: usd((12.5 * quantity).toFixed(2)),
});

/** A refusal as every service words it. */
export const no = (status: number, code: string, members: object = {}): Answer =>
  answer.json(
    { type: `urn:watertight:problem:${code}`, title: code, status, detail: `${code}.`, code, ...members },
    { status, headers: { 'content-type': 'application/problem+json' } },
  );

export const search: Handler = ({ path }) => {
  const { pathname, searchParams } = new URL(path, 'http://search');
  if (pathname === '/cards') return answer.json({ products: (searchParams.get('ids') ?? '').split(',').map(card) });
  const slug = pathname.split('/')[2];
  if (slug === undefined) return found(searchParams);
  if (!/\d$/.test(slug)) return no(404, 'product-not-found');
  const facts = [{ label: 'Weight', value: '<b>6.8</b> kg' }];
  return answer.json({ ...card(idOf(slug)), slug, description: 'Bronze & <i>brass</i>.', facts });
};

function found(query: URLSearchParams): Answer {
  const words = query.get('q') ?? '';
  const page = Number(query.get('page') ?? 1);
  const match = words === 'winsh' ? 'similar' : words === 'nothing' ? 'none' : 'exact';
  const products = match === 'none' ? [] : ['wt-1001', 'wt-1002'].map(card);
  return answer.json({
    words,
    category: query.get('category'),
    page,
    pages: 3,
    total: products.length * 30,
    products,
    match,
  });
}

/** Checkout as far as pages see it: baskets and orders of this file's tests. */
export function checkout(): Handler {
  const baskets = new Map<string, Map<string, number>>();
  const basketOf = (id: string) => {
    const lines = [...(baskets.get(id) ?? [])].map(([productId, quantity]) => line(productId, quantity));
    const count = lines.reduce((sum, { quantity }) => sum + quantity, 0);
    return { id, version: 1, lines, count, total: usd((12.5 * count).toFixed(2)) };
  };
  const basket = ({ method, body }: SeenRequest, [, id = '', what, productId]: string[]): Answer => {
    if (what === 'move') return rename(baskets, id, body);
    if (what === 'count') return answer.json({ count: basketOf(id).count });
    if (what === 'lines') {
      const typed = JSON.parse(body) as { productId?: string; quantity: number };
      const lines = baskets.get(id) ?? new Map<string, number>();
      baskets.set(id, lines.set(productId ?? typed.productId ?? '', typed.quantity));
      if (method === 'PUT' && typed.quantity === 0) lines.delete(productId ?? '');
    }
    return answer.json(basketOf(id));
  };
  const orders = orderBook();
  const order = ({ body }: SeenRequest, id: string | undefined): Answer => {
    if (id !== undefined) return orders.read(id, body);
    const { basketId } = JSON.parse(body) as { basketId: string };
    const made = orders.make(body, basketOf(basketId));
    baskets.delete(basketId);
    return made;
  };
  return request => {
    const parts = new URL(request.path, 'http://checkout').pathname.split('/').filter(Boolean);
    const [what, id] = parts;
    if (what === 'baskets') return basket(request, parts);
    if (what === 'orders') return order(request, id);
    if (what === 'stores') return id === undefined ? answer.json({ stores: [falmouth] }) : storeOf(id);
    if (what === 'stock' && id !== undefined) return answer.json(stockOf(id));
    return no(404, 'not-found');
  };
}

function rename(baskets: Map<string, Map<string, number>>, id: string, body: string): Answer {
  const { to } = JSON.parse(body) as { to: string };
  baskets.set(to, baskets.get(id) ?? new Map<string, number>());
  baskets.delete(id);
  return nothing;
}

/** Orders, each opened by its customer or, without one, by its secret. */
function orderBook() {
  const orders = new Map<string, { order: object; opens: string | undefined }>();
  return {
    make(body: string, { lines, total }: { lines: object[]; total: object }): Answer {
      const { deliverTo, customerId, secret } = JSON.parse(body) as Record<string, string>;
      const order = { ...paid, id: randomUUID(), lines, total, deliverTo };
      orders.set(order.id, { order, opens: customerId ?? secret });
      return answer.json(order, { status: 201 });
    },
    read(id: string, body: string): Answer {
      const { customerId, secrets } = JSON.parse(body) as { customerId?: string; secrets: string[] };
      const { order, opens = '' } = orders.get(id) ?? {};
      return [customerId, ...secrets].includes(opens) ? answer.json(order) : no(404, 'order-not-found');
    },
  };
}

const paid = {
  status: 'confirmed',
  declineReason: null,
  placedAt: '2026-11-23T12:00:00.000Z',
  card: { brand: 'Visa', last4: '4242' },
  deliveries: [],
};
export const stockOf = (productId: string) => ({
  productId,
  price: usd('12.50'),
  priceVersion: 3,
  inStores: 37,
  stores: 100,
  available: 212,
  harbours: [
    { storeId: 'falmouth', name: 'Falmouth', available: 9, km: null },
    { storeId: 'cork', name: 'Cork', available: 1, km: null },
  ],
});
const falmouth = {
  slug: 'falmouth',
  name: 'Falmouth',
  country: 'GB',
  latitude: 50.155,
  longitude: -5.067,
  pieces: 812,
  products: 187,
  coming: 24,
};
const shipment = {
  id: '8b1f6f2e-93a5-4c0a-9d63-0d6c7e5f4a21',
  productId: 'wt-1008',
  slug: 'thing-8',
  name: 'Thing 8',
  quantity: 24,
  status: 'claimed',
  storeId: 'falmouth',
};
const storeOf = (id: string) =>
  id === 'falmouth' ? answer.json({ ...falmouth, stock: [], incoming: [shipment] }) : no(404, 'store-not-found');

const nothing: Answer = response => void response.writeHead(204).end();

const adasSessions = [
  {
    id: '91111111-1111-4111-8111-111111111111',
    openedAt: '2026-11-23T12:00:00.000Z',
    browser: 'Firefox on Linux',
    isThis: true,
  },
  { id: '92222222-2222-4222-8222-222222222222', openedAt: null, browser: null, isThis: false },
];

export const profile: Handler = ({ path, body }) => {
  if (path === '/health/ready') return answer.json({});
  const typed = JSON.parse(body) as Record<string, string>;
  if (/^\/(sessions\/end.*|customers)$/.test(path)) return nothing;
  if (path === '/sessions/read') return typed['token'] === adasToken ? answer.json(ada) : no(404, 'session-not-found');
  if (path === '/sessions/list') return answer.json({ sessions: adasSessions });
  if (path === '/customers/password')
    return typed['password'] === 'correct horse' ? nothing : no(403, 'password-wrong');
  if (path === '/sessions' && typed['password'] !== 'correct horse') return no(401, 'sign-in-failed');
  return answer.json(
    { token: adasToken, lastsMs: 2_592_000_000, customer: { ...ada, email: typed['email'] } },
    { status: 201 },
  );
};

export const recommendations: Handler = ({ path }) =>
  answer.json({ productIds: path === '/bestsellers' ? ['wt-1900', 'wt-1901'] : ['wt-1500', 'wt-1501'] });

export const comments: Handler = ({ method, path, body }) => {
  const said = { id: randomUUID(), author: 'Ines, <b>Horta</b>', text: '<script>alert(1)</script>', at: paid.placedAt };
  if (method === 'POST') return answer.json({ ...said, ...(JSON.parse(body) as object) }, { status: 201 });
  const subject = new URL(path, 'http://comments').searchParams.get('subject');
  return answer.json({ subject, total: 1, comments: [said] });
};
