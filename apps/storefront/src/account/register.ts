import { Body, Controller, Post } from '@nestjs/common';
import { profile, type Session } from '@watertight/contracts/profile';
import { isProblem } from '@watertight/service-kit';
import { html } from 'hono/html';
import { Profile } from '../clients/profile.ts';
import { againIn } from '../layout/format.ts';
import { fieldsOf, seeOther } from '../layout/forms.ts';
import { type PageAnswer, Pages, singleSectionPage } from '../layout/page.ts';
import type { Html } from '../layout/section.ts';
import { setCookie } from '../layout/cookies.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { registerForm } from './sign-in-forms.ts';
import { returnPath } from './sign-in.ts';

type Newcomer = Parameters<Profile['register']>[0];

/** `POST /register`: makes a customer and signs them in, once per form. */
@Controller('register')
export class RegisterForm {
  constructor(
    private readonly pages: Pages,
    private readonly profile: Profile,
  ) {}

  @Post()
  handle(@Body() body: unknown, @ThisVisit() visit: Visit): Promise<PageAnswer> {
    const { from, ...typed } = fieldsOf(body, ['name', 'email', 'password', 'from']);
    const again = (status: number, reason: Html | string, broken = {}) => {
      const form = registerForm({ name: typed.name, email: typed.email, from: returnPath(from) }, reason, broken);
      return singleSectionPage('register', 'Register', form, status);
    };
    const newcomer = profile.register.body.safeParse(typed);
    if (!newcomer.success) {
      const rules = newcomer.error.issues.map(({ path, message }) => [String(path[0]), message]).toReversed();
      return this.pages.page(visit, { show: () => again(400, invalidForm, Object.fromEntries(rules)) });
    }
    return this.pages.page(visit, {
      critical: ({ leftMs }) => this.registerOrSignIn(newcomer.data, leftMs),
      show: ({ token }) => {
        setCookie(visit, 'wt_session', token);
        return seeOther(visit, returnPath(from));
      },
      whenRefused: error =>
        isProblem(error, 'email-taken')
          ? again(409, html`We know that e-mail already: <a href="/sign-in">sign in</a> with it.`)
          : again(400, invalidForm),
      whenLimited: ({ waitMs }) =>
        again(429, `There were many of these in a short time. ${againIn(waitMs)}, then send it again.`),
      whenUnavailable: () =>
        again(503, 'Registering is unavailable right now. Buying works without it; or try again in a minute.'),
    });
  }

  /** The form sent twice finds its own customer: e-mail and password fit, so the second time signs in. @throws `email-taken` */
  private async registerOrSignIn(newcomer: Newcomer, leftMs: () => number): Promise<Session> {
    try {
      return await this.profile.register(newcomer, leftMs());
    } catch (taken) {
      if (!isProblem(taken, 'email-taken')) throw taken;
      const { email, password } = newcomer;
      return await this.profile.signIn({ email, password }, leftMs()).catch((error: unknown) => {
        throw isProblem(error, 'sign-in-failed') ? taken : error;
      });
    }
  }
}

const invalidForm = 'Something in the form needs another look.';
