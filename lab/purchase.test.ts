import { until } from '@watertight/testing';
import type { Page } from 'playwright-core';
import { aBrowser, describeInBrowser } from './chromium.fixture.ts';
import { testShop } from './kit/shop.fixture.ts';

describeInBrowser('a purchase in a browser that runs no script', () => {
  const shop = testShop();
  const browser = aBrowser();
  let page: Page;

  beforeEach(async () => {
    const context = await browser.get().newContext({ javaScriptEnabled: false, baseURL: shop.url });
    page = await context.newPage();
  });
  afterEach(async () => {
    await page.context().close();
    await shop.heal();
  });

  const heading = () => page.getByRole('heading', { level: 1 }).innerText();

  const findWinch = async () => {
    await page.goto('/');
    await page.getByRole('searchbox', { name: 'Search the chandlery' }).fill('winch');
    await page.getByRole('button', { name: 'Search' }).click();
    expect(new URL(page.url()).search).toBe('?q=winch');
    await page.locator('#results .tile').filter({ hasText: 'winch' }).first().click();
    expect(await heading()).toMatch(/winch/i);
  };

  const putThreeIntoBasket = async () => {
    await page.getByRole('button', { name: 'Add to basket' }).click();
    expect(new URL(page.url()).pathname).toBe('/basket');
    expect(await page.locator('#basket').innerText()).toContain('1 piece');
    await page.getByLabel('How many of').fill('3');
    await page.getByRole('button', { name: 'Change how many of' }).click();
    expect(await page.locator('#contents .sum').innerText()).toContain('3 pieces');
    expect(await page.locator('#basket').innerText()).toContain('3 pieces');
  };

  const payWith = async (card: string) => {
    await page.getByRole('link', { name: 'To checkout' }).click();
    await page.getByLabel('Name').fill('Ada Lovelace');
    await page.getByLabel('Street and number').fill('12 Harbour Street');
    await page.getByLabel('Town').fill('Falmouth');
    await page.getByLabel('Country').selectOption('GB');
    await page.getByLabel(card).check();
    await page.getByRole('button', { name: /^Pay \$/ }).click();
    expect(new URL(page.url()).pathname).toMatch(/^\/orders\/[0-9a-f-]{36}$/);
  };

  const watchItShip = () =>
    until(
      async () => {
        await page.reload();
        return (await heading()) === 'Shipped';
      },
      { withinMs: 10_000 },
    );

  it('finds a winch, reads what others say, buys three, and watches them ship', async () => {
    await findWinch();
    await page.locator('#comments article').first().waitFor(); // it streams in after the heading
    expect(await page.locator('#stock .price').innerText()).toMatch(/^\$[\d,]+\.\d\d$/);
    await putThreeIntoBasket();
    await payWith('Mastercard ending 4444');
    await watchItShip();
    const order = await page.locator('#order').innerText();
    expect(order).toContain('paid with Mastercard ending 4444');
    expect(order).toContain('12 Harbour Street');
    expect(order).toMatch(/3 × \$/);
    expect(await page.locator('#basket').innerText()).toBe('Basket'); // nothing in it any more
    expect(await shop.captured()).toHaveLength(1);
  }, 60_000);

  it('does the same while recommendations and comments are frozen', async () => {
    shop.process('recommendations').freeze();
    shop.process('comments').freeze();
    const before = await shop.captured();
    await findWinch();
    expect(await page.locator('#comments').innerText()).toContain('Comments unavailable right now.');
    expect(await page.locator('#recommendations').innerText()).toContain(
      'Recommendations are unavailable right now. These are our bestsellers.',
    );
    expect(await page.locator('#recommendations .tile').count()).toBeGreaterThan(3);
    await putThreeIntoBasket();
    await payWith('Visa ending 4242');
    await watchItShip();
    expect(await shop.captured()).toHaveLength(before.length + 1);
  }, 60_000);

  /** Signs in in a second browser, and changes the password there. */
  const changePassword = async () => {
    const context = await browser.get().newContext({ javaScriptEnabled: false, baseURL: shop.url });
    const second = await context.newPage();
    await second.goto('/sign-in');
    await second.getByLabel('E-mail').fill('grace-purchase@example.com');
    await second.getByLabel('Password').fill('correct horse battery');
    await second.getByRole('button', { name: 'Sign in' }).click();
    expect(await second.getByRole('button', { name: 'Sign it out' }).count()).toBe(1);
    await second.getByLabel('Present password').fill('correct horse battery');
    await second.getByLabel('New password').fill('another long one');
    await second.getByRole('button', { name: 'Change password' }).click();
    expect(await second.getByRole('status').innerText()).toContain('Your password is changed');
    expect(await second.getByRole('button', { name: 'Sign it out' }).count()).toBe(0);
    await context.close();
  };

  it('registers, signs out and in, changes the password in another browser, and says something that is shown as the text it is', async () => {
    const said = 'Крепкая лебёдка <script>document.title = "taken"</script> & <b>holds</b>';
    await findWinch();
    const product = page.url();
    await page.locator('#account').getByRole('link', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'Register' }).click();
    await page.getByLabel('Name').fill('Grace Хоппер');
    await page.getByLabel('E-mail').fill('grace-purchase@example.com');
    await page.getByLabel('Password').fill('correct horse battery');
    await page.getByRole('button', { name: 'Register' }).click();
    expect(await page.getByRole('status').innerText()).toContain('Now sign in with your e-mail and password.');
    await page.getByLabel('E-mail').fill('grace-purchase@example.com');
    await page.getByLabel('Password').fill('correct horse battery');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(page.url()).toBe(product); // back where the link was

    await page.locator('#account').getByRole('link', { name: 'Grace Хоппер' }).click();
    expect(await page.locator('#customer').innerText()).toContain('grace-purchase@example.com');
    expect(await page.locator('#sessions').innerText()).toMatch(/Chrome on \w+\s+since .* UTC; this browser/);
    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(await page.locator('#account').innerText()).toBe('Sign in');

    await page.goto(product);
    await page.locator('#account').getByRole('link', { name: 'Sign in' }).click();
    await page.getByLabel('E-mail').fill('grace-purchase@example.com');
    await page.getByLabel('Password').fill('correct horse battery');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(page.url()).toBe(product);

    await changePassword();
    await page.goto(product); // that was done in another browser, so this one has to sign in again
    await page.locator('#account').getByRole('link', { name: 'Sign in' }).click();
    await page.getByLabel('E-mail').fill('grace-purchase@example.com');
    await page.getByLabel('Password').fill('another long one');
    await page.getByRole('button', { name: 'Sign in' }).click();

    await page.getByLabel('Add a word of your own').fill(said);
    await page.getByRole('button', { name: 'Say it' }).click();
    expect(new URL(page.url()).pathname).toBe(new URL(product).pathname);
    const newest = page.locator('#comments article').first();
    expect(await newest.locator('p').innerText()).toBe(said);
    expect(await newest.locator('strong').innerText()).toBe('Grace Хоппер');
    expect(await page.locator('#comments').locator('script, b').count()).toBe(0);
  }, 60_000);
});
