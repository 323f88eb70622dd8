import { Controller, Get } from '@nestjs/common';
import { html, raw } from 'hono/html';
import { articles, teasers } from '../journal/articles.ts';
import { allCategories, categories, picture, shelfAddress } from '../layout/goods.ts';
import { type PageAnswer, Pages } from '../layout/page.ts';
import { type Html, placeholder, section } from '../layout/section.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { RecommendedProducts } from '../product/recommendations.ts';

/** `GET /`: nothing on it is critical, so its first byte waits for no service. */
@Controller()
export class HomePage {
  constructor(
    private readonly pages: Pages,
    private readonly recommended: RecommendedProducts,
  ) {}

  @Get()
  handle(@ThisVisit() visit: Visit): Promise<PageAnswer> {
    return this.pages.page(visit, {
      optional: ({ optionalMs }) => [this.recommended.bestsellerSection(optionalMs())],
      show: () => ({
        title: 'Ship chandlers in one hundred harbours',
        layout: html`<slot name="home"></slot><slot name="recommendations">${placeholder('shelf')}</slot><slot name="journal"></slot>`,
        sections: [section('home', welcome()), section('journal', fromTheJournal())],
      }),
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

const fromTheJournal = (): Html => html`<h2>From the journal</h2>${teasers(articles.slice(0, 3))}`;

/** A ketch between buoy and lighthouse: the picture of the front page. */
const harbour = raw(
  `<svg class="picture" viewBox="0 0 420 250" fill="none" stroke="currentColor" aria-hidden="true"><path d="M370 204c4-14 10-20 18-20s16 6 22 20M380 184l5-68h10l5 68M382 116h16v-14h-16zM379 102h22M384 102c0-10 12-10 12 0"/><path class="a" d="M374 106l-34-8M374 112l-34 6"/><path d="M300 48c6-6 10-6 14 2 4-8 8-8 14-2M340 66c5-5 8-5 11 1 3-6 6-6 11-1M282 76c4-4 7-4 9 1 2-5 5-5 9-1"/><path d="M158 176V34M228 176V84M96 178L52 164M158 40L56 166M158 40l112 138"/><path class="b" d="M166 50c32 36 44 80 42 118h-42zM150 56C128 104 98 142 64 166h86zM234 94c16 24 22 48 20 74h-20z"/><path d="M166 90h27M166 130h40"/><path class="a" d="M158 34c8-7 14 2 24-5v10c-10 7-16-2-24 5"/><path class="b" d="M90 178c50 8 110 8 168-2-2 14-8 24-14 32H118c-14-6-24-16-28-30z"/><path d="M92 184c50 8 108 8 164-2M138 179v-9h50v10"/><path class="b" d="M312 208l5-50h14l5 50"/><path d="M315 184h18M317 158l3-14h8l3 14"/><circle class="f" cx="324" cy="134" r="8"/><path d="M6 208c14-7 20-7 34 0s20 7 34 0 20-7 34 0 20 7 34 0 20-7 34 0 20 7 34 0 20-7 34 0 20 7 34 0 20-7 34 0 20 7 34 0 20-7 34 0 20 7 34 0M46 226c12-6 18-6 30 0s18 6 30 0 18-6 30 0 18 6 30 0M232 228c12-6 18-6 30 0s18 6 30 0 18-6 30 0 18 6 30 0M126 242c10-5 16-5 26 0s16 5 26 0"/></svg>`,
);
