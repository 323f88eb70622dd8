import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { profile } from '@watertight/contracts/profile';
import { isClientError, isOutage } from '@watertight/service-kit';
import type { FastifyReply } from 'fastify';
import { html } from 'hono/html';
import { Profile } from '../clients/profile.ts';
import { fieldsOf, localPath, seeOther } from '../layout/forms.ts';
import { Header, type HeaderData } from '../layout/header.ts';
import { answerPage, type Page } from '../layout/page.ts';
import type { Html } from '../layout/section.ts';
import { setCookie, ThisVisit, type Visit } from '../layout/visit.ts';
import { registerForm, signInForm } from './sign-in-forms.ts';

/** `GET /sign-in` and `GET /register`: two forms that need nobody to be shown. */
@Controller()
export class SignInPages {
  constructor(private readonly header: Header) {}

  @Get('sign-in')
  signIn(
    @Query('from') from: unknown,
    @ThisVisit() visit: Visit,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): AsyncGenerator<string> {
    const body = signInForm({ email: '', from: returnPath(from) });
    return answerPage(reply, visit, formPage('sign-in', body, this.header.ask(visit)));
  }

  @Get('register')
  register(
    @Query('from') from: unknown,
    @ThisVisit() visit: Visit,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): AsyncGenerator<string> {
    const body = registerForm({ name: '', email: '', from: returnPath(from) });
    return answerPage(reply, visit, formPage('register', body, this.header.ask(visit)));
  }
}

/** Where somebody who has signed in wants to be: where they came from, else at their account. */
export const returnPath = (from: unknown): `/${string}` => (localPath(from) ?? '/account') as `/${string}`;

const titles = { 'sign-in': 'Sign in', register: 'Register', comment: 'Your comment' };

/** A page that is one form. */
export const formPage = (id: keyof typeof titles, body: Html, header: HeaderData, status = 200): Page => ({
  title: titles[id],
  status,
  header,
  layout: html`<div class="read"><slot name="${id}"></slot></div>`,
  sections: [{ id, state: status === 503 ? 'unavailable' : 'ok', body }],
});

/** `POST /sign-in`: opens a session, and goes back to where one came from. */
@Controller('sign-in')
export class SignInForm {
  constructor(
    private readonly header: Header,
    private readonly profile: Profile,
  ) {}

  @Post()
  async handle(
    @Body() body: unknown,
    @ThisVisit() visit: Visit,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AsyncGenerator<string> | ''> {
    const { email, password, from } = fieldsOf(body, ['email', 'password', 'from']);
    const again = (status: number, reason: string) => {
      const form = signInForm({ email, from: returnPath(from) }, reason);
      return answerPage(reply, visit, formPage('sign-in', form, this.header.ask(visit), status));
    };
    const credentials = profile.signIn.body.safeParse({ email, password });
    if (!credentials.success) return again(400, wrong);
    try {
      const { token } = await this.profile.signIn(credentials.data, visit);
      setCookie(reply, 'wt_session', token);
      return seeOther(reply, returnPath(from));
    } catch (error) {
      if (isClientError(error)) return again(401, wrong);
      if (!isOutage(error)) throw error;
      return again(503, 'Signing in is unavailable right now. Buying works without it; or try again in a minute.');
    }
  }
}

/** Which of the two it was is not told. */
const wrong = 'E-mail and password do not belong together.';
