import { Controller, Get, Res } from '@nestjs/common';
import type { Store } from '@watertight/contracts/checkout';
import type { FastifyReply } from 'fastify';
import { html } from 'hono/html';
import { Checkout } from '../clients/checkout.ts';
import { counted } from '../layout/format.ts';
import { Header } from '../layout/header.ts';
import { answerPage } from '../layout/page.ts';
import type { Html } from '../layout/section.ts';
import { pageWithout } from '../layout/unavailable-page.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { chart } from './chart.ts';
import { countryName } from './countries.ts';

/** `GET /stores`: the harbours, on a chart and by country. It must have checkout. */
@Controller('stores')
export class StoresPage {
  constructor(
    private readonly header: Header,
    private readonly checkout: Checkout,
  ) {}

  @Get()
  async handle(
    @ThisVisit() visit: Visit,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AsyncGenerator<string>> {
    const header = this.header.ask(visit);
    try {
      const stores = await this.checkout.stores(visit);
      return answerPage(reply, visit, {
        title: 'Stores',
        description: `The ${counted(stores.length, 'harbour')} in which Watertight has a store, on a chart and by country.`,
        header,
        layout: html`<slot name="stores"></slot>`,
        sections: [{ id: 'stores', state: 'ok', body: harbours(stores) }],
      });
    } catch (error) {
      return answerPage(reply, visit, pageWithout(lack, error, header));
    }
  }
}

const lack = {
  id: 'stores',
  unavailable: [
    'The list of stores is unavailable right now.',
    html`Try again in a minute; <a href="/journal">the journal</a> is there meanwhile.`,
  ],
} as const;

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
