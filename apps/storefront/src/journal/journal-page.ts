import { Controller, Get } from '@nestjs/common';
import { html } from 'hono/html';
import { type PageAnswer, Pages } from '../layout/page.ts';
import { section } from '../layout/section.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { articles, teasers } from './articles.ts';

/** `GET /journal`: it needs no service, so it is always there. */
@Controller('journal')
export class JournalPage {
  constructor(private readonly pages: Pages) {}

  @Get()
  handle(@ThisVisit() visit: Visit): Promise<PageAnswer> {
    return this.pages.page(visit, {
      show: () => ({
        title: 'Journal',
        description: 'The journal of Watertight: on keeping water out, ships and services alike.',
        layout: html`<slot name="journal"></slot>`,
        sections: [
          section(
            'journal',
            html`<h1>Journal</h1>
<p class="soft lead">On keeping water out, ships and services alike.</p>${teasers(articles, 2)}`,
          ),
        ],
      }),
    });
  }
}
