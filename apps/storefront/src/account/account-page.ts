import { Controller, Get, Res } from '@nestjs/common';
import type { Customer } from '@watertight/contracts/profile';
import type { FastifyReply } from 'fastify';
import { html } from 'hono/html';
import { Profile } from '../clients/profile.ts';
import { seeOther } from '../layout/see-other.ts';
import { Masthead } from '../layout/header-data.ts';
import { answerPage } from '../layout/page.ts';
import { pageWithout } from '../layout/unavailable-page.ts';
import type { Html } from '../layout/section.ts';
import { ok } from '../clients/availability.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { sentence } from '../layout/format.ts';

/** `GET /account`: who is signed in. It must have profile; who is signed out is sent to sign in. */
@Controller('account')
export class AccountPage {
  constructor(
    private readonly masthead: Masthead,
    private readonly profile: Profile,
  ) {}

  @Get()
  async handle(
    @ThisVisit() visit: Visit,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AsyncGenerator<string> | ''> {
    if (visit.sessionToken === undefined) return seeOther(reply, '/sign-in');
    const masthead = this.masthead.ask(visit);
    try {
      const customer = await this.profile.customer(visit);
      if (customer === null) return seeOther(reply, '/sign-in');
      return answerPage(reply, visit, {
        title: 'Your account',
        masthead: { ...masthead, account: Promise.resolve(ok(customer)) },
        layout: html`<div class="read"><slot name="customer"></slot></div>`,
        sections: [{ id: 'customer', state: 'ok', body: card(customer) }],
      });
    } catch (error) {
      return answerPage(reply, visit, pageWithout(lack, error, masthead));
    }
  }
}

const lack = { id: 'customer', away: [sentence.account, 'Buying works without an account, too.'] } as const;

const card = ({ name, email }: Customer): Html => html`<h1>${name}</h1>
<dl class="facts"><dt>E-mail</dt><dd>${email}</dd></dl>
<form method="post" action="/sign-out"><button class="button quiet">Sign out</button></form>`;
