import { request } from 'node:http';
import { encodedForm, faultsOf, hostile } from './hostile.fixture.ts';
import { testShop } from './kit/shop.fixture.ts';
import { type Answered, hiddenFields, Visitor } from './visitor.ts';

const PASSWORD = 'correct horse battery';

/** Every form of the shop, with what a person would type. An order that is fit to be placed is declined, and costs nothing. */
const forms: Record<string, Record<string, string>> = {
  '/basket/lines': { productId: 'wt-1001', quantity: '1' },
  '/basket/lines/wt-1001': { quantity: '2' },
  '/checkout': {
    priceVersions: 'wt-1001:1',
    cardToken: 'tok_declined',
    name: 'Ada',
    street: 'Quay 1',
    city: 'Bergen',
    country: 'NO',
    idempotencyKey: 'KEY',
  },
  '/comments': { subject: 'product:wt-1001', text: 'It holds.', from: '/', idempotencyKey: 'KEY' },
  '/register': { name: 'Ada', email: 'KEY@example.com', password: PASSWORD, from: '/' },
  '/sign-in': { email: 'ada@example.com', password: PASSWORD, from: '/' },
  '/sign-out': {},
};

describe('hostile input', () => {
  const shop = testShop();
  let visitor: Visitor;
  let count = 0;

  beforeAll(async () => {
    visitor = new Visitor(shop.url);
    await visitor.submit('/basket/lines', { productId: 'wt-1001', quantity: '1' });
    await visitor.register({ name: 'Ada', email: 'ada-hostile@example.com', password: PASSWORD });
  }, 90_000);

  /** Filled in as a person would, each time with a key of its own. */
  const filledIn = (path: string, changed: Record<string, string> = {}) => {
    count += 1;
    const fields = Object.entries(forms[path] ?? {});
    const own = fields.map(([name, value]) => [name, encodeURIComponent(value.replace('KEY', `hostile-${count}`))]);
    return encodedForm({ ...Object.fromEntries(own), ...changed });
  };

  /** What goes wrong when these are sent one after the other; each as [name, how to send it]. */
  const wrongWith = async (asked: Iterable<[name: string, send: () => Promise<Parameters<typeof faultsOf>[0]>]>) => {
    const wrong: string[] = [];
    for (const [name, send] of asked) wrong.push(...faultsOf(await send()).map(fault => `${name}: ${fault}`));
    return wrong;
  };

  for (const [path, fields] of Object.entries(forms)) {
    const [field = 'x'] = Object.keys(fields);

    for (const name of Object.keys(fields)) {
      it(`in ${name} of ${path} is answered with a page`, async () => {
        const send = (value: string) => () => visitor.send(path, filledIn(path, { [name]: value }));
        expect(await wrongWith(hostile.map(([what, value]) => [what, send(value)]))).toEqual([]);
      }, 60_000);
    }

    it(`beside the fields of ${path}, or instead of them, is answered with a page`, async () => {
      const bodies = {
        nothing: '',
        'a field twice': `${filledIn(path)}&${field}=a&${field}=b`,
        prototypes: `${filledIn(path)}&__proto__=x&__proto__[admin]=1&constructor=x&constructor[prototype][admin]=1`,
        'lists and trees': encodedForm(Object.fromEntries(Object.keys(fields).map(name => [`${name}[][a]`, '1']))),
        '1,001 fields': encodedForm(Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`f${i}`, '1']))),
        bytes: '\u0000\u0001&&==;;%%',
      };
      const send = (body: string) => () => visitor.send(path, body);
      expect(await wrongWith(Object.entries(bodies).map(([what, body]) => [what, send(body)]))).toEqual([]);
    });

    it(`as another kind of content than ${path} takes is answered with a page`, async () => {
      const part = '--x\r\ncontent-disposition: form-data; name="quantity"\r\n\r\n1\r\n--x--';
      const bodies = [
        ['application/json', '{"quantity":{"$ne":null},"__proto__":{"admin":true}}'],
        ['application/json', '{'],
        ['application/json', 'null'],
        ['application/json', JSON.stringify({ ...fields, quantity: 1e308 })],
        ['multipart/form-data; boundary=x', part],
        ['text/xml', '<quantity>1</quantity>'],
        ['text/plain', filledIn(path)],
        ['no/such;;;=kind', filledIn(path)],
      ] as const;
      const send = (kind: string, body: string) => () => visitor.send(path, body, { 'content-type': kind });
      expect(await wrongWith(bodies.map(([kind, body]) => [`${kind} ${body}`, send(kind, body)]))).toEqual([]);
    });

    it(`of 10 MB to ${path} is refused`, async () => {
      const page = await visitor.send(path, `${field}=${'x'.repeat(10_000_000)}`);
      expect([page.status, faultsOf(page)]).toEqual([413, []]);
    });

    it(`to ${path} from a page of somebody else does nothing`, async () => {
      const before = await whatTheyHave();
      const unsaid = { 'sec-fetch-site': undefined };
      const foreign: Record<string, string | undefined>[] = [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { 'sec-fetch-site': 'none' },
        { 'sec-fetch-site': 'cross-site', origin: shop.url },
        { ...unsaid, origin: 'https://evil.example' },
        { ...unsaid, origin: 'null' },
        { ...unsaid, origin: undefined },
        { ...unsaid, origin: `${shop.url}.evil.example` },
      ];
      for (const headers of foreign) {
        const page = await visitor.send(path, filledIn(path), headers);
        expect([headers, page.status, faultsOf(page)]).toEqual([headers, 403, []]);
      }
      expect(await whatTheyHave()).toEqual(before);
    });
  }

  const whatTheyHave = async () => ({
    basket: (await visitor.open('/basket')).html.match(/name="quantity" value="\d+"/g),
    comments: await shop.query('comments', 'SELECT count(*) FROM comments'),
    orders: await shop.query('checkout', 'SELECT count(*) FROM orders'),
    account: /<dd>\S+@example.com<\/dd>/.exec((await visitor.open('/account')).html)?.[0],
  });

  it.each([
    '/search?q=HERE',
    '/search?category=HERE',
    '/search?q=winch&page=HERE',
    '/search?q=a&q=HERE&q[]=HERE&__proto__[x]=HERE&HERE',
    '/products/HERE',
    '/journal/HERE',
    '/orders/HERE',
    '/stores/HERE',
    '/sign-in?from=HERE',
    '/register?from=HERE',
    '/HERE',
  ])('in the address %s is answered with a page', async path => {
    const send = (value: string) => () => asWritten(path.replaceAll('HERE', value));
    expect(await wrongWith(hostile.map(([what, value]) => [what, send(value)]))).toEqual([]);
  });

  /** GET of an address as it is written: fetch would tidy it up. */
  const asWritten = (path: string, headers: Record<string, string> = {}) =>
    new Promise<Pick<Answered, 'status' | 'html' | 'location'> & { said: string }>((resolve, reject) => {
      const { hostname, port } = new URL(shop.url);
      const asking = request({ hostname, port, path, headers, agent: false }, answer => {
        let html = '';
        answer.setEncoding('utf8').on('data', (part: string) => (html += part));
        const { statusCode: status = 0, headers: said } = answer;
        answer.on('end', () => resolve({ status, html, location: said.location ?? null, said: JSON.stringify(said) }));
      });
      asking.on('error', reject).end();
    });

  it('in a cookie is no cookie of ours', async () => {
    const values = ['x', '<script>', '%00', '"', '../..', 'a'.repeat(10_000), '00000000-0000-0000-0000-00000000000g'];
    const paths = ['/', '/basket', '/checkout', '/account', '/products/kayak-deck-compass'];
    const send = (path: string, value: string) => () =>
      asWritten(path, { cookie: `wt_basket=${value}; wt_session=${value}; =; ;;` });
    expect(
      await wrongWith(values.flatMap(value => paths.map(path => [`${path} ${value}`, send(path, value)] as const))),
    ).toEqual([]);
  });

  it('in headers between services is not believed from outside', async () => {
    const traceId = 'a'.repeat(32);
    const forged = {
      'request-deadline-ms': '1',
      'request-caller': 'checkout',
      traceparent: `00-${traceId}-${'b'.repeat(16)}-01`,
    };
    const page = await asWritten('/products/kayak-deck-compass', forged);
    expect(page.status).toBe(200);
    expect(page.said).toContain('traceparent');
    expect(page.said).not.toContain(traceId);
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/\r\nset-cookie:a=b',
    '/\t/evil.example',
  ])('as the place to go after signing in, %j, leads nobody away', async from => {
    const credentials = { email: 'ada-hostile@example.com', password: PASSWORD, from };
    const page = await new Visitor(shop.url).send('/sign-in', new URLSearchParams(credentials).toString());
    expect([page.status, faultsOf(page)]).toEqual([303, []]);
    expect(new URL(page.location ?? '', shop.url).origin).toBe(shop.url);
  });

  it('in all of this has charged nobody, and broken nothing', async () => {
    expect(await shop.captured()).toEqual([]);
    const [asked] = await shop.query<{ orders: string }>('bank', 'SELECT count(*) AS orders FROM captures');
    expect(Number(asked?.orders)).toBeGreaterThan(10); // names in any script did reach the bank
    expect(shop.breakages()).toEqual([]);
    const page = await visitor.open('/products/kayak-deck-compass');
    expect(page.status).toBe(200);
    expect(hiddenFields(page, '/basket/lines')['productId']).toMatch(/^wt-/);
  });
});
