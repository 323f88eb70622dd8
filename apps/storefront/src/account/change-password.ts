import { Body, Controller, Post } from '@nestjs/common';
import { profile } from '@watertight/contracts/profile';
import { isProblem } from '@watertight/service-kit';
import { html } from 'hono/html';
import { Profile } from '../clients/profile.ts';
import { againIn } from '../layout/format.ts';
import { fieldsOf, seeOther } from '../layout/forms.ts';
import { type PageAnswer, type PageContext, Pages, singleSectionPage } from '../layout/page.ts';
import { formNote, type Html } from '../layout/section.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { type BrokenRules, rule, rulesOfAnswer, rulesOfIssues } from './broken-rules.ts';

/** `POST /account/password`: changes the password, and signs every other browser out. */
@Controller('account/password')
export class ChangePasswordForm {
  constructor(
    private readonly pages: Pages,
    private readonly profile: Profile,
  ) {}

  @Post()
  async handle(@Body() body: unknown, @ThisVisit() visit: Visit): Promise<PageAnswer> {
    const { sessionToken: token } = visit;
    if (token === undefined) return seeOther(visit, '/sign-in');
    const change = { token, ...fieldsOf(body, ['password', 'newPassword']) };
    const again = (status: number, note: string, broken: BrokenRules = {}) =>
      singleSectionPage('password', 'Change your password', passwordForm('', note, broken), status);
    const read = profile.changePassword.body.safeParse(change);
    if (!read.success)
      return this.pages.page(visit, { show: () => again(400, unchanged, rulesOfIssues(read.error.issues)) });
    return this.pages.page(visit, {
      critical: async ({ leftMs }: PageContext) => {
        const customer = await this.profile.customer(visit, leftMs());
        if (customer !== null) await this.profile.changePassword(customer.email, read.data, leftMs());
        return customer;
      },
      show: customer => seeOther(visit, customer === null ? '/sign-in' : '/account?password=changed'),
      whenRefused: error => {
        if (isProblem(error, 'session-not-found')) return seeOther(visit, '/sign-in');
        const wrong: BrokenRules = isProblem(error, 'password-wrong') ? { password: 'not your present password' } : {};
        return again(400, unchanged, { ...wrong, ...rulesOfAnswer(error) });
      },
      whenLimited: ({ waitMs }) =>
        again(429, `That were many tries in a short time. ${againIn(waitMs)}, then send it again.`),
      whenUnavailable: () => again(503, 'Passwords cannot be changed right now. Try again in a minute.'),
    });
  }
}

const unchanged = 'Your password is as it was: something in the form needs another look.';

/** The section `password`. `email`: for the password manager of the browser, where it is known. */
export const passwordForm = (
  email: string,
  note?: string,
  broken: BrokenRules = {},
): Html => html`<h2>Change your password</h2>${note !== undefined && formNote(html`<p>${note}</p>`)}
<form class="stack" method="post" action="/account/password">${email !== '' && html`<input type="email" name="email" value="${email}" autocomplete="username" hidden>`}
<label class="field"><span>Present password</span>${rule(broken['password'])}<input name="password" type="password" autocomplete="current-password" maxlength="200" required></label>
<label class="field"><span>New password <span class="soft small">at least 10 characters</span></span>${rule(broken['newPassword'])}<input name="newPassword" type="password" autocomplete="new-password" minlength="10" maxlength="200" required></label>
<button class="button quiet">Change password</button></form>
<p class="soft small">Every other browser is signed out then.</p>`;
