import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { profile } from '@watertight/contracts/profile';
import { rotateBasket } from '../basket/rotate-basket.ts';
import { Checkout } from '../clients/checkout.ts';
import { Profile } from '../clients/profile.ts';
import { againIn } from '../layout/format.ts';
import { fieldsOf, keyInOrNew, localPath, seeOther } from '../layout/forms.ts';
import { type PageAnswer, Pages, singleSectionPage } from '../layout/page.ts';
import { setCookie } from '../layout/cookies.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { browserName } from './browser-name.ts';
import { registerForm, signInForm } from './sign-in-forms.ts';

/** `GET /sign-in` and `GET /register`: two forms that need no service to be shown. */
@Controller()
export class SignInPages {
  constructor(private readonly pages: Pages) {}

  @Get('sign-in')
  signIn(
    @Query('from') from: unknown,
    @Query('registered') registered: unknown,
    @ThisVisit() visit: Visit,
  ): Promise<PageAnswer> {
    const form = signInForm({ email: '', from: returnPath(from), isRegistered: registered === 'yes' });
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

/**
 * `POST /sign-in`: opens a session, and leads back to the page the visitor came from.
 *
 * What the browser had before may have been planted or copied: its session ends, and its basket gets a new id.
 */
@Controller('sign-in')
export class SignInForm {
  constructor(
    private readonly pages: Pages,
    private readonly profile: Profile,
    private readonly checkout: Checkout,
  ) {}

  @Post()
  handle(@Body() body: unknown, @ThisVisit() visit: Visit): Promise<PageAnswer> {
    const { email, password, from, idempotencyKey } = fieldsOf(body, ['email', 'password', 'from', 'idempotencyKey']);
    const formKey = keyInOrNew(idempotencyKey);
    const draft = { email, from: returnPath(from), idempotencyKey: formKey };
    const again = (status: number, reason: string) =>
      singleSectionPage('sign-in', 'Sign in', signInForm(draft, reason), status);
    const credentials = profile.signIn.body.safeParse({ email, password });
    if (!credentials.success) return this.pages.page(visit, { show: () => again(400, wrong) });
    return this.pages.page(visit, {
      critical: async ({ leftMs }) => {
        const browser = browserName(visit.reply.request.headers['user-agent']);
        const known = { ...credentials.data, browser, replaces: visit.sessionToken };
        const session = await this.profile.signIn(known, leftMs());
        await rotateBasket(this.checkout, visit, { formKey, deadlineMs: leftMs() });
        return session;
      },
      show: ({ token, lastsMs }) => {
        setCookie(visit, 'wt_session', token, lastsMs);
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
