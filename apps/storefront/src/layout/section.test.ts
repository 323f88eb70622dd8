import { html } from 'hono/html';
import { ok } from '../clients/availability.ts';
import { markup, optionalSection } from './section.ts';

it('a section says its state, and stands in its own slot', async () => {
  expect(await markup({ id: 'stock', state: 'ok', body: html`<p>${'<7>'}</p>` })).toBe(
    '<section id="stock" slot="stock" data-state="ok"><p>&lt;7&gt;</p></section>\n',
  );
});

it('a view that breaks is shown as away', async () => {
  const section = await optionalSection('stock', Promise.resolve(ok(7)), part => {
    if (part.state === 'ok') throw new TypeError('a bug');
    return html`<p>Stock unavailable right now.</p>`;
  });
  expect(section).toMatchObject({ id: 'stock', state: 'unavailable' });
  expect(String(await section.body)).toContain('Stock unavailable right now.');
});
