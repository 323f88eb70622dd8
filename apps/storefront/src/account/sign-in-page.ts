import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { html } from 'hono/html';
import { localPath } from '../layout/local-path.ts';
import { Masthead, type MastheadParts } from '../layout/header-data.ts';
import { answerPage, type Page } from '../layout/page.ts';
import type { Html } from '../layout/section.ts';
import { registerForm, signInForm } from './sign-in-forms.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';

/** `GET /sign-in` and `GET /register`: two forms that need nobody to be shown. */
@Controller()
export class SignInPages {
  constructor(private readonly masthead: Masthead) {}

  @Get('sign-in')
  signIn(
    @Query('from') from: unknown,
    @ThisVisit() visit: Visit,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): AsyncGenerator<string> {
    const body = signInForm({ email: '', from: afterwards(from) });
    return answerPage(reply, visit, formPage('sign-in', body, this.masthead.ask(visit)));
  }

  @Get('register')
  register(
    @Query('from') from: unknown,
    @ThisVisit() visit: Visit,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): AsyncGenerator<string> {
    const body = registerForm({ name: '', email: '', from: afterwards(from) });
    return answerPage(reply, visit, formPage('register', body, this.masthead.ask(visit)));
  }
}

/** Where somebody who has signed in wants to be: where they came from, else at their account. */
export const afterwards = (from: unknown): `/${string}` => (localPath(from) ?? '/account') as `/${string}`;

const titles = { 'sign-in': 'Sign in', register: 'Register', comment: 'Your comment' };

/** A page that is one form. */
export const formPage = (id: keyof typeof titles, body: Html, masthead: MastheadParts, status = 200): Page => ({
  title: titles[id],
  status,
  masthead,
  layout: html`<div class="read"><slot name="${id}"></slot></div>`,
  sections: [{ id, state: status === 503 ? 'unavailable' : 'ok', body }],
});
