import { Body, Controller, Post } from '@nestjs/common';
import { profile } from '@watertight/contracts/profile';
import { Profile } from '../clients/profile.ts';
import { againIn } from '../layout/format.ts';
import { fieldsOf, seeOther } from '../layout/forms.ts';
import { type PageAnswer, Pages, singleSectionPage } from '../layout/page.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { type BrokenRules, rulesOfAnswer, rulesOfIssues } from './broken-rules.ts';
import { registerForm } from './sign-in-forms.ts';
import { returnPath } from './sign-in.ts';

/**
 * `POST /register`: makes a customer, and leads to the sign-in form.
 *
 * It leads there with an e-mail that is registered as well. A page that signed new customers in, or said that an e-mail is
 * known, would tell any visitor who has an account here (decision 32). So the same form may be sent twice.
 */
@Controller('register')
export class RegisterForm {
  constructor(
    private readonly pages: Pages,
    private readonly profile: Profile,
  ) {}

  @Post()
  handle(@Body() body: unknown, @ThisVisit() visit: Visit): Promise<PageAnswer> {
    const { from, ...typed } = fieldsOf(body, ['name', 'email', 'password', 'from']);
    const again = (status: number, reason: string, broken: BrokenRules = {}) => {
      const form = registerForm({ name: typed.name, email: typed.email, from: returnPath(from) }, reason, broken);
      return singleSectionPage('register', 'Register', form, status);
    };
    const newcomer = profile.register.body.safeParse(typed);
    if (!newcomer.success)
      return this.pages.page(visit, { show: () => again(400, invalidForm, rulesOfIssues(newcomer.error.issues)) });
    return this.pages.page(visit, {
      critical: ({ leftMs }) => this.profile.register(newcomer.data, leftMs()),
      show: () => seeOther(visit, `/sign-in?registered=yes&from=${encodeURIComponent(returnPath(from))}`),
      whenRefused: error => again(400, invalidForm, rulesOfAnswer(error)),
      whenLimited: ({ waitMs }) =>
        again(429, `There were many of these in a short time. ${againIn(waitMs)}, then send it again.`),
      whenUnavailable: () =>
        again(503, 'Registering is unavailable right now. Buying works without it; or try again in a minute.'),
    });
  }
}

const invalidForm = 'Something in the form needs another look.';
