import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { html } from 'hono/html';
import { allCategories, categories, shelfAddress } from '../search/categories.ts';
import { journal } from '../journal/articles.ts';
import { Masthead } from '../layout/header-data.ts';
import { answerPage } from '../layout/page.ts';
import { type Html, ornament } from '../layout/section.ts';
import { orAway } from '../clients/availability.ts';
import { harbour } from './harbour.ts';
import { picture } from '../layout/pictures/picture.ts';
import { hold } from '../layout/placeholder.ts';
import { bestsellers } from '../product/recommendation-section.ts';
import { teasers } from '../journal/teasers.ts';
import { ShelfOfGoods } from '../product/recommendations.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';

/** `GET /`: it must have nothing, so its first byte waits for nobody. */
@Controller()
export class Home {
  constructor(
    private readonly masthead: Masthead,
    private readonly shelf: ShelfOfGoods,
  ) {}

  @Get()
  handle(@ThisVisit() visit: Visit, @Res({ passthrough: true }) reply: FastifyReply): AsyncGenerator<string> {
    return answerPage(reply, visit, {
      title: 'Ship chandlers in one hundred harbours',
      masthead: this.masthead.ask(visit),
      layout: html`<slot name="home"></slot><slot name="recommendations">${hold('shelf')}</slot><slot name="journal"></slot>`,
      sections: [
        { id: 'home', state: 'ok', body: welcome() },
        { id: 'journal', state: 'ok', body: fromTheJournal() },
      ],
      ornaments: [ornament('recommendations', orAway(this.shelf.bestsellers()), bestsellers)],
    });
  }
}

const welcome = (): Html => html`<div class="hero"><div><h1>Everything a boat needs to come home</h1>
<p>Rope, light, anchors and dry socks, from a hundred harbours that know the weather you are asking about.</p>
<p><a class="button" href="/search">See the shelves</a></p></div>${harbour}</div>
<h2 class="visually-hidden">The shelves</h2>
<ul class="shelves">${allCategories.map(door)}</ul>`;

const door = (category: (typeof allCategories)[number]) => {
  const { name, kind } = categories[category];
  return html`<li><a href="${shelfAddress(category)}">${picture(kind)}<span>${name}</span></a></li>
`;
};

const fromTheJournal = (): Html => html`<h2>From the journal</h2>${teasers(journal.slice(0, 3))}`;
