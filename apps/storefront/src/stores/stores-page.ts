import { Controller, Get } from '@nestjs/common';
import type { Store } from '@watertight/contracts/checkout';
import { html } from 'hono/html';
import { Checkout } from '../clients/checkout.ts';
import { counted } from '../layout/format.ts';
import { type PageAnswer, Pages, unavailablePage } from '../layout/page.ts';
import { type Html, section } from '../layout/section.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { chart } from './chart.ts';
import { countryName } from './countries.ts';

/** `GET /stores`: the stores, on a chart and by country. Checkout is critical. */
@Controller('stores')
export class StoresPage {
  constructor(
    private readonly pages: Pages,
    private readonly checkout: Checkout,
  ) {}

  @Get()
  handle(@ThisVisit() visit: Visit): Promise<PageAnswer> {
    return this.pages.page(visit, {
      critical: ({ leftMs }) => this.checkout.stores(leftMs()),
      show: stores => ({
        title: 'Stores',
        description: `The ${counted(stores.length, 'harbour')} in which Watertight has a store, on a chart and by country.`,
        layout: html`<slot name="stores"></slot>`,
        sections: [section('stores', harbours(stores))],
      }),
      whenUnavailable: unavailablePage('stores', 'The list of stores is unavailable right now.'),
    });
  }
}

function harbours(stores: readonly Store[]): Html {
  const byCountry = Map.groupBy(stores, store => countryName(store.country));
  const names = [...byCountry.keys()].toSorted((one, other) => one.localeCompare(other, 'en'));
  return html`<h1>${counted(stores.length, 'harbour')}</h1>
${chart(stores)}
<div class="harbours">${names.map(name => country(name, byCountry.get(name) ?? []))}</div>`;
}

const country = (
  name: string,
  stores: readonly Store[],
) => html`<div><h2>${name}</h2><ul>${stores.map(({ slug, name: store, coming }) => html`<li><a href="/stores/${slug}">${store}</a>${coming > 0 && html` <span class="soft small">${coming} coming</span>`}</li>`)}</ul></div>
`;
