import { Controller, Get, Post, Res } from '@nestjs/common';
import type { Customer } from '@watertight/contracts/profile';
import { isOutage } from '@watertight/service-kit';
import type { FastifyReply } from 'fastify';
import { html } from 'hono/html';
import { ok } from '../clients/availability.ts';
import { Profile } from '../clients/profile.ts';
import { sentence } from '../layout/format.ts';
import { seeOther } from '../layout/forms.ts';
import { Header } from '../layout/header.ts';
import { answerPage } from '../layout/page.ts';
import type { Html } from '../layout/section.ts';
import { pageWithout } from '../layout/unavailable-page.ts';
import { forgetCookie, ThisVisit, type Visit } from '../layout/visit.ts';

/** `GET /account`: who is signed in. It must have profile; who is signed out is sent to sign in. */
@Controller('account')
export class AccountPage {
  constructor(
    private readonly header: Header,
    private readonly profile: Profile,
  ) {}

  @Get()
  async handle(
    @ThisVisit() visit: Visit,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AsyncGenerator<string> | ''> {
    if (visit.sessionToken === undefined) return seeOther(reply, '/sign-in');
    const header = this.header.ask(visit);
    try {
      const customer = await this.profile.customer(visit);
      if (customer === null) return seeOther(reply, '/sign-in');
      return answerPage(reply, visit, {
        title: 'Your account',
        header: { ...header, account: Promise.resolve(ok(customer)) },
        layout: html`<div class="read"><slot name="customer"></slot></div>`,
        sections: [{ id: 'customer', state: 'ok', body: card(customer) }],
      });
    } catch (error) {
      return answerPage(reply, visit, pageWithout(lack, error, header));
    }
  }
}

const lack = { id: 'customer', unavailable: [sentence.account, 'Buying works without an account, too.'] } as const;

const card = ({ name, email }: Customer): Html => html`<h1>${name}</h1>
<dl class="facts"><dt>E-mail</dt><dd>${email}</dd></dl>
<form method="post" action="/sign-out"><button class="button quiet">Sign out</button></form>`;

/** `POST /sign-out`: ends the session and leaves nothing of the person in the browser, also while profile is unavailable. */
@Controller('sign-out')
export class SignOutForm {
  constructor(private readonly profile: Profile) {}

  @Post()
  async handle(@ThisVisit() visit: Visit, @Res({ passthrough: true }) reply: FastifyReply): Promise<''> {
    try {
      if (visit.sessionToken !== undefined) await this.profile.signOut(visit.sessionToken, visit);
    } catch (error) {
      if (!isOutage(error)) throw error;
    }
    for (const name of ofThePerson) forgetCookie(reply, name);
    return seeOther(reply, '/');
  }
}

/** The person who uses this browser next finds none of it: neither the session, nor the basket, nor the trace of an order. */
const ofThePerson = ['wt_session', 'wt_basket', 'wt_asked'] as const;
