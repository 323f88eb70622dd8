import { Controller, Get, Param } from '@nestjs/common';
import { Slug } from '@watertight/contracts';
import { html } from 'hono/html';
import { Checkout, type StoreWithStock } from '../clients/checkout.ts';
import { counted } from '../layout/format.ts';
import { notFoundPage, type PageAnswer, Pages, unavailablePage } from '../layout/page.ts';
import { type Html, section } from '../layout/section.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { position } from './chart.ts';
import { countryName } from './countries.ts';

/** `GET /stores/:slug`: the stock of one store, and what is on its way there. */
@Controller('stores/:slug')
export class StorePage {
  constructor(
    private readonly pages: Pages,
    private readonly checkout: Checkout,
  ) {}

  @Get()
  handle(@Param('slug') slug: string, @ThisVisit() visit: Visit): Promise<PageAnswer> {
    if (!Slug.safeParse(slug).success) return this.pages.page(visit, { show: () => notFound });
    return this.pages.page(visit, {
      critical: ({ leftMs }) => this.checkout.store(slug, leftMs()),
      show: store => ({
        title: store.name,
        description: `Watertight in ${store.name}, ${countryName(store.country)}: what lies on the shelves, and what is on its way there.`,
        layout: html`<slot name="store"></slot>`,
        sections: [section('store', sheet(store))],
      }),
      whenRefused: notFound,
      whenUnavailable: unavailablePage('store', 'This store cannot be shown right now.'),
    });
  }
}

const notFound = notFoundPage(
  'store',
  'We have no store of that name',
  html`All of them are among the <a href="/stores">stores</a>.`,
);

function sheet(store: StoreWithStock): Html {
  const { slug: here, name, country, pieces, products, stock, incoming } = store;
  return html`<p class="soft small"><a href="/stores">Stores</a> · ${countryName(country)}</p><h1>${name}</h1>
<p class="soft">${position(store)}</p>
<p class="lead">${counted(pieces, 'piece')} of ${counted(products, 'product')} lie here.</p>
${incoming.length > 0 && html`<h2>On its way here</h2><ul class="parcels">${incoming.map(({ slug, name: thing, quantity }) => html`<li>${quantity} × <a href="/products/${slug}?near=${here}">${thing}</a></li>`)}</ul>`}
<h2>On the shelves</h2>
<ul class="columns">${stock
    .filter(({ available }) => available > 0)
    .map(
      ({
        slug,
        name: thing,
        available,
      }) => html`<li><a href="/products/${slug}?near=${here}">${thing}</a> <span class="soft small">${available}</span></li>
`,
    )}</ul>`;
}
