import type { Browser, SeenPage } from './browser.ts';

const words = ['winch', 'rope', 'compass', 'lantern', 'pump', 'anchor', 'lampe', 'さばき'];
const MOST_KNOWN = 300;

/** Of a hundred that come, so many open this; who buys opens five pages. */
const wishes = [
  [42, 'product'],
  [20, 'results'],
  [14, 'home'],
  [10, 'article'],
  [8, 'stores'],
  [4, 'basket'],
  [2, 'buy'],
] as const;
type Wish = (typeof wishes)[number][1];

/** Somebody who comes to the shop, looks at a page, and now and then buys. Knows what pages have shown, and nothing else. */
export class Visitor {
  private readonly products = new Set<string>();
  private readonly articles = new Set<string>();

  constructor(
    private readonly browser: Browser,
    private readonly random: () => number,
  ) {}

  /** Tells `see` of each page, as it ends or fails to come. Never rejects. */
  async come(see: (page: Promise<SeenPage>) => Promise<SeenPage>): Promise<void> {
    const look = async (page: Promise<SeenPage>) => this.learn(await see(page));
    try {
      await this.fulfil(this.products.size === 0 ? 'results' : this.wish(), look);
    } catch {
      // seen as a page that did not come; a visitor who gets none leaves
    }
  }

  private async fulfil(wish: Wish, look: (page: Promise<SeenPage>) => Promise<SeenPage>): Promise<void> {
    switch (wish) {
      case 'product':
        return void (await look(this.browser.get(this.anyOf(this.products))));
      case 'results': {
        const word = words[Math.floor(this.random() * words.length)] ?? '';
        return void (await look(this.browser.get(`/search?q=${encodeURIComponent(word)}`)));
      }
      case 'home':
        return void (await look(this.browser.get('/')));
      case 'article':
        return void (await look(this.browser.get(this.articles.size === 0 ? '/journal' : this.anyOf(this.articles))));
      case 'stores':
        return void (await look(this.browser.get('/stores')));
      case 'basket':
        return void (await look(this.browser.get('/basket')));
      case 'buy':
        return this.buy(look);
    }
  }

  /** As the pages say it: what is not on them is not known, and somebody who cannot go on leaves. */
  private async buy(look: (page: Promise<SeenPage>) => Promise<SeenPage>): Promise<void> {
    const product = await look(this.browser.get(this.anyOf(this.products)));
    const productId = hidden(product, 'productId');
    if (productId === undefined) return;
    const { cookie } = await look(this.browser.post('/basket/lines', { productId, quantity: '1' }));
    if (cookie === undefined) return;
    const till = await look(this.browser.get('/checkout', cookie));
    const [idempotencyKey, priceVersions] = [hidden(till, 'idempotencyKey'), hidden(till, 'priceVersions')];
    if (idempotencyKey === undefined || priceVersions === undefined) return;
    const order = { idempotencyKey, priceVersions, cardToken: 'tok_visa', ...home };
    const { location } = await look(this.browser.post('/checkout', order, cookie));
    if (location !== undefined) await look(this.browser.get(location, cookie));
  }

  private learn(page: SeenPage): SeenPage {
    for (const [known, links] of [
      [this.products, /href="(\/products\/[a-z0-9-]+)"/g],
      [this.articles, /href="(\/journal\/[a-z0-9-]+)"/g],
    ] as const) {
      if (known.size < MOST_KNOWN) for (const [, path = ''] of page.html.matchAll(links)) known.add(path);
    }
    return page;
  }

  private anyOf(paths: ReadonlySet<string>): string {
    return [...paths][Math.floor(this.random() * paths.size)] ?? '/';
  }

  private wish(): Wish {
    let drawn = this.random() * 100;
    return wishes.find(([share]) => (drawn -= share) < 0)?.[1] ?? 'product';
  }
}

const home = { name: 'A. Visitor', street: '1 Quay', city: 'Falmouth', country: 'GB' };

function hidden({ html }: SeenPage, name: string): string | undefined {
  return new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1];
}
