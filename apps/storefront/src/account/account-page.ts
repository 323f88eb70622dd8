import { Controller, Get, Post } from '@nestjs/common';
import type { Customer } from '@watertight/contracts/profile';
import { html } from 'hono/html';
import { failureOf, ok } from '../clients/availability.ts';
import { Profile } from '../clients/profile.ts';
import { sentence } from '../layout/format.ts';
import { seeOther } from '../layout/forms.ts';
import { type PageAnswer, Pages, unavailablePage } from '../layout/page.ts';
import { type Html, section } from '../layout/section.ts';
import type { Page } from '../layout/stream-page.ts';
import { forgetCookie } from '../layout/cookies.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { timeBudgets } from '../policies.ts';

/** `GET /account`: the customer. Profile is critical; a visitor who is signed out is sent to sign in. */
@Controller('account')
export class AccountPage {
  constructor(
    private readonly pages: Pages,
    private readonly profile: Profile,
  ) {}

  @Get()
  async handle(@ThisVisit() visit: Visit): Promise<PageAnswer> {
    if (visit.sessionToken === undefined) return seeOther(visit, '/sign-in');
    return this.pages.page(visit, {
      critical: ({ leftMs }) => this.profile.customer(visit, leftMs()),
      show: customer => (customer === null ? seeOther(visit, '/sign-in') : accountPage(customer)),
      whenUnavailable: unavailablePage('customer', sentence.account, 'Buying works without an account, too.'),
    });
  }
}

const accountPage = (customer: Customer): Page => ({
  title: 'Your account',
  header: { account: Promise.resolve(ok(customer)) },
  layout: html`<div class="read"><slot name="customer"></slot></div>`,
  sections: [section('customer', card(customer))],
});

const card = ({ name, email }: Customer): Html => html`<h1>${name}</h1>
<dl class="facts"><dt>E-mail</dt><dd>${email}</dd></dl>
<form method="post" action="/sign-out"><button class="button quiet">Sign out</button></form>`;

/** `POST /sign-out`: ends the session and leaves nothing of the person in the browser, also while profile is unavailable. */
@Controller('sign-out')
export class SignOutForm {
  constructor(private readonly profile: Profile) {}

  @Post()
  async handle(@ThisVisit() visit: Visit): Promise<''> {
    const { sessionToken } = visit;
    try {
      if (sessionToken !== undefined) await this.profile.signOut(sessionToken, visit.leftMs(timeBudgets.pageMs));
    } catch (error) {
      failureOf(error); // throws a fault of ours; without profile the cookies are deleted all the same
    }
    for (const name of ofThePerson) forgetCookie(visit, name);
    return seeOther(visit, '/');
  }
}

/** The next person at this browser finds none of it: neither the session, nor the basket, nor the trace of an order. */
const ofThePerson = ['wt_session', 'wt_basket', 'wt_orders', 'wt_asked'] as const;
