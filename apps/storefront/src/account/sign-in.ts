import { Body, Controller, Post, Res } from '@nestjs/common';
import { profile } from '@watertight/contracts/profile';
import { isClientError, isOutage } from '@watertight/service-kit';
import type { FastifyReply } from 'fastify';
import { Profile } from '../clients/profile.ts';
import { setCookie } from '../layout/cookies.ts';
import { Masthead } from '../layout/header-data.ts';
import { answerPage } from '../layout/page.ts';
import { afterwards, formPage } from './sign-in-page.ts';
import { signInForm } from './sign-in-forms.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { fieldsOf } from '../layout/form-fields.ts';
import { seeOther } from '../layout/see-other.ts';

/** `POST /sign-in`: opens a session, and goes back to where one came from. */
@Controller('sign-in')
export class SignInForm {
  constructor(
    private readonly masthead: Masthead,
    private readonly profile: Profile,
  ) {}

  @Post()
  async handle(
    @Body() body: unknown,
    @ThisVisit() visit: Visit,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AsyncGenerator<string> | ''> {
    const { email, password, from } = fieldsOf(body, ['email', 'password', 'from']);
    const again = (status: number, trouble: string) => {
      const form = signInForm({ email, from: afterwards(from) }, trouble);
      return answerPage(reply, visit, formPage('sign-in', form, this.masthead.ask(visit), status));
    };
    const credentials = profile.signIn.body.safeParse({ email, password });
    if (!credentials.success) return again(400, wrong);
    try {
      const { token } = await this.profile.signIn(credentials.data, visit);
      setCookie(reply, 'wt_session', token);
      return seeOther(reply, afterwards(from));
    } catch (error) {
      if (isClientError(error)) return again(401, wrong);
      if (!isOutage(error)) throw error;
      return again(503, 'Signing in is unavailable right now. Buying works without it; or try again in a minute.');
    }
  }
}

/** Which of the two it was is not told. */
const wrong = 'E-mail and password do not belong together.';
