import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { html } from 'hono/html';
import { Header } from '../layout/header.ts';
import { answerPage } from '../layout/page.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { journal, teasers } from './articles.ts';

/** `GET /journal`: files of our own, so it is always there. */
@Controller('journal')
export class JournalPage {
  constructor(private readonly header: Header) {}

  @Get()
  handle(@ThisVisit() visit: Visit, @Res({ passthrough: true }) reply: FastifyReply): AsyncGenerator<string> {
    return answerPage(reply, visit, {
      title: 'Journal',
      description: 'The journal of Watertight: on keeping water out, ships and services alike.',
      header: this.header.ask(visit),
      layout: html`<slot name="journal"></slot>`,
      sections: [
        {
          id: 'journal',
          state: 'ok',
          body: html`<h1>Journal</h1>
<p class="soft lead">On keeping water out, ships and services alike.</p>${teasers(journal, 2)}`,
        },
      ],
    });
  }
}
