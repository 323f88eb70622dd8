import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openEveryPage, PageError, sectionsAway } from './pages.ts';

const section = (id: string, state: string) => `<section id="${id}" slot="${id}" data-state="${state}">…</section>`;

describe('opening every page', () => {
  let shop: Server;
  let pages: Record<string, string>;
  let asked: string[];
  beforeAll(() => new Promise<void>(resolve => void (shop = createServer().listen(0, '127.0.0.1', resolve))));
  afterAll(() => new Promise(resolve => void shop.close(resolve)));
  beforeEach(() => {
    asked = [];
    pages = {
      '/': section('recommendations', 'ok'),
      '/search?q=': `${section('results', 'ok')}<a href="/products/self-tailing-winch">`,
      '/journal': '<a href="/journal">all</a> <a href="/journal/splicing">',
      '/basket': '<form>',
      '/sign-in': '<form>',
      '/products/self-tailing-winch': section('comments', 'ok'),
      '/journal/splicing': '<article>',
    };
    shop.removeAllListeners('request').on('request', ({ url }, response) => {
      asked.push(url as string);
      response.statusCode = pages[url as string] === undefined ? 404 : 200;
      response.end(pages[url as string]);
    });
  });
  const open = (whole = true) => openEveryPage(`http://127.0.0.1:${(shop.address() as AddressInfo).port}`, whole);

  it('follows the links to a product and an article', async () => {
    await open();
    expect(asked.toSorted()).toEqual(Object.keys(pages).toSorted());
  });

  it('finds a page that does not answer 200', async () => {
    delete pages['/journal/splicing'];
    await expect(open()).rejects.toThrow(new PageError('/journal/splicing answers 404'));
  });

  it('finds a section that is away, unless the shop is to open without it', async () => {
    pages['/products/self-tailing-winch'] = section('comments', 'unavailable') + section('stock', 'stale');
    await expect(open()).rejects.toThrow('/products/self-tailing-winch has comments unavailable, stock stale');
    await expect(open(false)).resolves.toBeUndefined();
  });

  it('finds results that lead nowhere', async () => {
    pages['/search?q='] = section('results', 'ok');
    await expect(open()).rejects.toThrow('/search links to nothing');
  });

  it('reads the states in whatever order the attributes stand', () => {
    expect(sectionsAway('<section data-state="stale" class="x" id="stock">')).toEqual(['stock stale']);
  });
});
