import type { Browser, OpenedPage } from './browser.ts';

const searchTerms = ['winch', 'rope', 'compass', 'lantern', 'pump', 'anchor', 'lampe', 'さばき'];
const MOST_KNOWN = 300;

/** Of a hundred visitors, so many do this; a purchase opens five pages. */
const goals = [
  [42, 'product'],
  [20, 'results'],
  [14, 'home'],
  [10, 'article'],
  [8, 'stores'],
  [4, 'basket'],
  [2, 'buy'],
] as const;
type Goal = (typeof goals)[number][1];

/** Opens a page of the shop, and now and then buys. Knows only the links and forms that pages have shown. */
export class Visitor {
  private readonly products = new Set<string>();
  private readonly articles = new Set<string>();

  constructor(
    private readonly browser: Browser,
    private readonly random: () => number,
  ) {}

  /** Visits the shop once; `count` gets each page, also one that fails. Never rejects. */
  async come(count: (page: Promise<OpenedPage>) => Promise<OpenedPage>): Promise<void> {
    const look = async (page: Promise<OpenedPage>) => this.learn(await count(page));
    try {
      await this.pursue(this.products.size === 0 ? 'results' : this.chooseGoal(), look);
    } catch {
      // counted as a page that failed; the visit ends here
    }
  }

  private async pursue(goal: Goal, look: (page: Promise<OpenedPage>) => Promise<OpenedPage>): Promise<void> {
    switch (goal) {
      case 'product':
        return void (await look(this.browser.get(this.anyOf(this.products))));
      case 'results': {
        const term = searchTerms[Math.floor(this.random() * searchTerms.length)] ?? '';
        return void (await look(this.browser.get(`/search?q=${encodeURIComponent(term)}`)));
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

  /** Buys with what the pages contain; a visitor whose page lacks the next form leaves. */
  private async buy(look: (page: Promise<OpenedPage>) => Promise<OpenedPage>): Promise<void> {
    const product = await look(this.browser.get(this.anyOf(this.products)));
    const productId = hidden(product, 'productId');
    if (productId === undefined) return;
    const { cookie } = await look(this.browser.post('/basket/lines', { productId, quantity: '1' }));
    if (cookie === undefined) return;
    const form = await look(this.browser.get('/checkout', cookie));
    const [idempotencyKey, priceVersions] = [hidden(form, 'idempotencyKey'), hidden(form, 'priceVersions')];
    if (idempotencyKey === undefined || priceVersions === undefined) return;
    const order = { idempotencyKey, priceVersions, cardToken: 'tok_visa', ...home };
    const { location, cookie: opens } = await look(this.browser.post('/checkout', order, cookie));
    if (location !== undefined) await look(this.browser.get(location, opens));
  }

  private learn(page: OpenedPage): OpenedPage {
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

  private chooseGoal(): Goal {
    let drawn = this.random() * 100;
    return goals.find(([share]) => (drawn -= share) < 0)?.[1] ?? 'product';
  }
}

const home = { name: 'A. Visitor', street: '1 Quay', city: 'Falmouth', country: 'GB' };

function hidden({ html }: OpenedPage, name: string): string | undefined {
  return new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1];
}
