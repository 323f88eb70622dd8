import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { html } from 'hono/html';
import { orUnavailable } from '../clients/availability.ts';
import { Comments } from '../clients/comments.ts';
import { commentList, said } from '../comments/comment-section.ts';
import { Header } from '../layout/header.ts';
import { answerPage } from '../layout/page.ts';
import { placeholder, type Html, optionalSection } from '../layout/section.ts';
import { nothingHere } from '../layout/unavailable-page.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { type Article, journal } from './articles.ts';

const ORNAMENT_MS = 300;

/** `GET /journal/:slug`: an article of our own, and what people say of it. */
@Controller('journal/:slug')
export class ArticlePage {
  constructor(
    private readonly header: Header,
    private readonly comments: Comments,
  ) {}

  @Get()
  handle(
    @Param('slug') slug: string,
    @ThisVisit() visit: Visit,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): AsyncGenerator<string> {
    const header = this.header.ask(visit);
    const article = journal.find(each => each.slug === slug);
    if (article === undefined) return answerPage(reply, visit, nothingHere('article', none, header));
    const list = orUnavailable(this.comments.on(`article:${slug}`, visit.leftMs(ORNAMENT_MS)));
    return answerPage(reply, visit, {
      title: article.title,
      description: article.teaser,
      header,
      layout: html`<div class="read"><slot name="article"></slot><slot name="comments">${placeholder('comments')}</slot></div>`,
      sections: [{ id: 'article', state: 'ok', body: text(article) }],
      ornaments: [
        optionalSection('comments', said(list, header.account), part =>
          commentList('What readers say', visit.here, part),
        ),
      ],
    });
  }
}

const none = ['There is no such article', html`All of them are in the <a href="/journal">journal</a>.`] as const;

const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });

const text = ({ title, minutes, published, body }: Article): Html => html`<article class="prose"><header>
<p class="soft small"><a href="/journal">Journal</a> · <time datetime="${published}">${day.format(new Date(published))}</time> · ${minutes} minutes</p>
<h1>${title}</h1></header>
${body}</article>`;
