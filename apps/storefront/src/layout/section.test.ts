import { html } from 'hono/html';
import { ok } from '../clients/availability.ts';
import { inOrderOfReadiness, markup, optionalSection } from './section.ts';

it('a section says its state, and stands in its own slot', async () => {
  expect(await markup({ id: 'stock', state: 'ok', body: html`<p>${'<7>'}</p>` })).toBe(
    '<section id="stock" slot="stock" data-state="ok"><p>&lt;7&gt;</p></section>\n',
  );
});

it('a view that breaks is shown as unavailable', async () => {
  const section = await optionalSection('stock', Promise.resolve(ok(7)), part => {
    if (part.state === 'ok') throw new TypeError('a bug');
    return html`<p>Stock unavailable right now.</p>`;
  });
  expect(section).toMatchObject({ id: 'stock', state: 'unavailable' });
  expect(String(await section.body)).toContain('Stock unavailable right now.');
});

const never = () => new Promise<string>(() => {});

describe('pieces of a page', () => {
  it('come in the order they are ready, those ready at once together', async () => {
    const [one, two, three] = [1, 2, 3].map(() => Promise.withResolvers<string>());
    const page = inOrderOfReadiness([one!.promise, two!.promise, three!.promise]);
    three!.resolve('3');
    expect(await page.next()).toEqual({ done: false, value: '3' });
    two!.resolve('2');
    one!.resolve('1');
    expect(await page.next()).toEqual({ done: false, value: '21' });
    expect(await page.next()).toEqual({ done: true, value: undefined });
  });

  it('that are none make an empty page', async () => {
    expect(await inOrderOfReadiness([]).next()).toEqual({ done: true, value: undefined });
  });

  it('are given up when the reader leaves', async () => {
    const page = inOrderOfReadiness([Promise.resolve('1'), never()]);
    await page.next();
    expect(await page.return(undefined)).toEqual({ done: true, value: undefined });
  });
});
