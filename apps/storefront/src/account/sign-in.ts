import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { profile } from '@watertight/contracts/profile';
import { Profile } from '../clients/profile.ts';
import { againIn } from '../layout/format.ts';
import { fieldsOf, localPath, seeOther } from '../layout/forms.ts';
import { type PageAnswer, Pages, singleSectionPage } from '../layout/page.ts';
import { setCookie } from '../layout/cookies.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { registerForm, signInForm } from './sign-in-forms.ts';

/** `GET /sign-in` and `GET /register`: two forms that need no service to be shown. */
@Controller()
export class SignInPages {
  constructor(private readonly pages: Pages) {}

  @Get('sign-in')
  signIn(@Query('from') from: unknown, @ThisVisit() visit: Visit): Promise<PageAnswer> {
    const form = signInForm({ email: '', from: returnPath(from) });
    return this.pages.page(visit, { show: () => singleSectionPage('sign-in', 'Sign in', form) });
  }

  @Get('register')
  register(@Query('from') from: unknown, @ThisVisit() visit: Visit): Promise<PageAnswer> {
    const form = registerForm({ name: '', email: '', from: returnPath(from) });
    return this.pages.page(visit, { show: () => singleSectionPage('register', 'Register', form) });
  }
}

/** The page to show after signing in: the one the visitor came from, else the account. */
export const returnPath = (from: unknown): `/${string}` => (localPath(from) ?? '/account') as `/${string}`;

/** `POST /sign-in`: opens a session, and leads back to the page the visitor came from. */
@Controller('sign-in')
export class SignInForm {
  constructor(
    private readonly pages: Pages,
    private readonly profile: Profile,
  ) {}

  @Post()
  handle(@Body() body: unknown, @ThisVisit() visit: Visit): Promise<PageAnswer> {
    const { email, password, from } = fieldsOf(body, ['email', 'password', 'from']);
    const again = (status: number, reason: string) =>
      singleSectionPage('sign-in', 'Sign in', signInForm({ email, from: returnPath(from) }, reason), status);
    const credentials = profile.signIn.body.safeParse({ email, password });
    if (!credentials.success) return this.pages.page(visit, { show: () => again(400, wrong) });
    return this.pages.page(visit, {
      critical: ({ leftMs }) => this.profile.signIn(credentials.data, leftMs()),
      show: ({ token }) => {
        setCookie(visit, 'wt_session', token);
        return seeOther(visit, returnPath(from));
      },
      whenRefused: () => again(401, wrong),
      whenLimited: ({ waitMs }) =>
        again(429, `That were many tries in a short time. ${againIn(waitMs)}, then sign in; buying works without it.`),
      whenUnavailable: () =>
        again(503, 'Signing in is unavailable right now. Buying works without it; or try again in a minute.'),
    });
  }
}

/** Does not say which of the two was wrong. */
const wrong = 'E-mail and password do not belong together.';
