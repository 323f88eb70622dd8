import { Controller, Get, Param, Res } from '@nestjs/common';
import { Slug } from '@watertight/contracts';
import type { FastifyReply } from 'fastify';
import { html } from 'hono/html';
import { Checkout, type StoreWithStock } from '../clients/checkout.ts';
import { counted } from '../layout/format.ts';
import { Header } from '../layout/header.ts';
import { answerPage } from '../layout/page.ts';
import type { Html } from '../layout/section.ts';
import { nothingHere, pageWithout } from '../layout/unavailable-page.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { position } from './chart.ts';
import { countryName } from './countries.ts';

/** `GET /stores/:slug`: what lies in one harbour, and what is on its way there. */
@Controller('stores/:slug')
export class StorePage {
  constructor(
    private readonly header: Header,
    private readonly checkout: Checkout,
  ) {}

  @Get()
  async handle(
    @Param('slug') slug: string,
    @ThisVisit() visit: Visit,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AsyncGenerator<string>> {
    const header = this.header.ask(visit);
    if (!Slug.safeParse(slug).success) return answerPage(reply, visit, nothingHere('store', none, header));
    try {
      const store = await this.checkout.store(slug, visit);
      return answerPage(reply, visit, {
        title: store.name,
        description: `Watertight in ${store.name}, ${countryName(store.country)}: what lies on the shelves, and what is on its way there.`,
        header,
        layout: html`<slot name="store"></slot>`,
        sections: [{ id: 'store', state: 'ok', body: sheet(store) }],
      });
    } catch (error) {
      return answerPage(reply, visit, pageWithout({ id: 'store', unavailable, none }, error, header));
    }
  }
}

const none = ['We have no store of that name', html`All of them are among the <a href="/stores">stores</a>.`] as const;
const unavailable = [
  'This store cannot be shown right now.',
  html`Try again in a minute; <a href="/journal">the journal</a> is there meanwhile.`,
] as const;

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
