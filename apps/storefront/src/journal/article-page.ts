import { Controller, Get, Param } from '@nestjs/common';
import { html } from 'hono/html';
import { Comments } from '../clients/comments.ts';
import { commentSection, commentsWithAccount } from '../comments/comment-section.ts';
import { notFoundPage, type PageAnswer, Pages } from '../layout/page.ts';
import { type Html, optionalSection, placeholder, section } from '../layout/section.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { type Article, articles } from './articles.ts';

/** `GET /journal/:slug`: an article of our own, and the comments of readers. */
@Controller('journal/:slug')
export class ArticlePage {
  constructor(
    private readonly pages: Pages,
    private readonly comments: Comments,
  ) {}

  @Get()
  handle(@Param('slug') slug: string, @ThisVisit() visit: Visit): Promise<PageAnswer> {
    const article = articles.find(each => each.slug === slug);
    if (article === undefined) return this.pages.page(visit, { show: () => notFound });
    return this.pages.page(visit, {
      optional: ({ header, optionalMs }) => [
        optionalSection(
          'comments',
          commentsWithAccount(this.comments.on(`article:${slug}`, optionalMs()), header.account),
          content => commentSection('What readers say', visit.here, content),
        ),
      ],
      show: () => ({
        title: article.title,
        description: article.teaser,
        layout: html`<div class="read"><slot name="article"></slot><slot name="comments">${placeholder('comments')}</slot></div>`,
        sections: [section('article', text(article))],
      }),
    });
  }
}

const notFound = notFoundPage(
  'article',
  'There is no such article',
  html`All of them are in the <a href="/journal">journal</a>.`,
);

const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });

const text = ({ title, minutes, published, body }: Article): Html => html`<article class="prose"><header>
<p class="soft small"><a href="/journal">Journal</a> · <time datetime="${published}">${day.format(new Date(published))}</time> · ${minutes} minutes</p>
<h1>${title}</h1></header>
${body}</article>`;
