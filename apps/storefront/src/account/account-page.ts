import { Controller, Get, Query } from '@nestjs/common';
import type { Customer, OpenSession } from '@watertight/contracts/profile';
import { html } from 'hono/html';
import { ok } from '../clients/availability.ts';
import { Profile } from '../clients/profile.ts';
import { sentence } from '../layout/format.ts';
import { seeOther } from '../layout/forms.ts';
import { type PageAnswer, Pages, unavailablePage } from '../layout/page.ts';
import { type Html, section } from '../layout/section.ts';
import type { Page } from '../layout/stream-page.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { passwordForm } from './change-password.ts';
import { sessionList } from './end-sessions.ts';

interface Account {
  readonly customer: Customer;
  readonly sessions: readonly OpenSession[];
}

/** `GET /account`: the customer. Profile is critical; a visitor who is signed out is sent to sign in. */
@Controller('account')
export class AccountPage {
  constructor(
    private readonly pages: Pages,
    private readonly profile: Profile,
  ) {}

  @Get()
  async handle(@ThisVisit() visit: Visit, @Query('password') password: unknown): Promise<PageAnswer> {
    const { sessionToken } = visit;
    if (sessionToken === undefined) return seeOther(visit, '/sign-in');
    return this.pages.page(visit, {
      critical: ({ leftMs }) => this.account(visit, sessionToken, leftMs),
      show: account =>
        account === null
          ? seeOther(visit, '/sign-in')
          : accountPage(account, password === 'changed' ? changed : undefined),
      whenRefused: () => seeOther(visit, '/sign-in'), // the session has ended between the two calls
      whenUnavailable: unavailablePage('customer', sentence.account, 'Buying works without an account, too.'),
    });
  }

  private async account(visit: Visit, token: string, leftMs: () => number): Promise<Account | null> {
    const customer = await this.profile.customer(visit, leftMs());
    return customer && { customer, sessions: await this.profile.sessions(token, leftMs()) };
  }
}

const accountPage = ({ customer, sessions }: Account, note?: Html): Page => ({
  title: 'Your account',
  header: { account: Promise.resolve(ok(customer)) },
  layout: html`<div class="read"><slot name="customer"></slot></div>
<div class="read stack"><slot name="sessions"></slot><slot name="password"></slot></div>`,
  sections: [
    section('customer', card(customer, note)),
    section('sessions', sessionList(sessions)),
    section('password', passwordForm(customer.email)),
  ],
});

const changed = html`<p class="lead" role="status">Your password is changed, and every other browser is signed out.</p>`;

const card = ({ name, email }: Customer, note?: Html): Html => html`<h1>${name}</h1>${note}
<dl class="facts"><dt>E-mail</dt><dd>${email}</dd></dl>
<form method="post" action="/sign-out"><button class="button quiet">Sign out</button></form>`;
