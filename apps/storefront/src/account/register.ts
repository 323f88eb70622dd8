import { Body, Controller, Post, Res } from '@nestjs/common';
import { profile, type Session } from '@watertight/contracts/profile';
import { isClientError, isOutage, isProblem } from '@watertight/service-kit';
import type { FastifyReply } from 'fastify';
import { html } from 'hono/html';
import { Profile } from '../clients/profile.ts';
import { fieldsOf, seeOther } from '../layout/forms.ts';
import { Header } from '../layout/header.ts';
import { answerPage } from '../layout/page.ts';
import type { Html } from '../layout/section.ts';
import { setCookie, ThisVisit, type Visit } from '../layout/visit.ts';
import { registerForm } from './sign-in-forms.ts';
import { returnPath, formPage } from './sign-in.ts';

type Newcomer = Parameters<Profile['register']>[0];

/** `POST /register`: makes a customer and signs them in, once per form. */
@Controller('register')
export class RegisterForm {
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
    const { from, ...typed } = fieldsOf(body, ['name', 'email', 'password', 'from']);
    const again = (status: number, reason: Html | string, broken = {}) => {
      const form = registerForm({ name: typed.name, email: typed.email, from: returnPath(from) }, reason, broken);
      return answerPage(reply, visit, formPage('register', form, this.header.ask(visit), status));
    };
    const newcomer = profile.register.body.safeParse(typed);
    if (!newcomer.success) {
      const rules = newcomer.error.issues.map(({ path, message }) => [String(path[0]), message]).toReversed();
      return again(400, invalidForm, Object.fromEntries(rules));
    }
    try {
      const { token } = await this.registerOrSignIn(newcomer.data, visit);
      setCookie(reply, 'wt_session', token);
      return seeOther(reply, returnPath(from));
    } catch (error) {
      if (isProblem(error, 'email-taken'))
        return again(409, html`We know that e-mail already: <a href="/sign-in">sign in</a> with it.`);
      if (isClientError(error)) return again(400, invalidForm);
      if (!isOutage(error)) throw error;
      return again(503, 'Registering is unavailable right now. Buying works without it; or try again in a minute.');
    }
  }

  /** The form sent twice finds its own customer: e-mail and password fit, so the second time signs in. @throws `email-taken` */
  private async registerOrSignIn(newcomer: Newcomer, visit: Visit): Promise<Session> {
    try {
      return await this.profile.register(newcomer, visit);
    } catch (taken) {
      if (!isProblem(taken, 'email-taken')) throw taken;
      const { email, password } = newcomer;
      return await this.profile.signIn({ email, password }, visit).catch((error: unknown) => {
        throw isProblem(error, 'sign-in-failed') ? taken : error;
      });
    }
  }
}

const invalidForm = 'Something in the form needs another look.';
