import { Body, Controller, Post } from '@nestjs/common';
import { Uuid } from '@watertight/contracts';
import type { OpenSession } from '@watertight/contracts/profile';
import { html } from 'hono/html';
import { Profile } from '../clients/profile.ts';
import { forgetCookie } from '../layout/cookies.ts';
import { sentence } from '../layout/format.ts';
import { fieldsOf, seeOther } from '../layout/forms.ts';
import { type PageAnswer, Pages, unavailablePage } from '../layout/page.ts';
import type { Html } from '../layout/section.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { timeBudgets } from '../policies.ts';

/** The forms that end sessions: the one of this browser, and others of the same customer. */
@Controller()
export class EndSessionForms {
  constructor(
    private readonly pages: Pages,
    private readonly profile: Profile,
  ) {}

  /** `POST /sign-out`: ends the session and leaves nothing of the person in the browser, also while profile is unavailable. */
  @Post('sign-out')
  async signOut(@ThisVisit() visit: Visit): Promise<''> {
    const { sessionToken } = visit;
    if (sessionToken !== undefined) await this.profile.signOut(sessionToken, visit.leftMs(timeBudgets.pageMs));
    for (const name of ofThePerson) forgetCookie(visit, name);
    return seeOther(visit, '/');
  }

  /** `POST /account/sessions`: ends the session whose id is sent, or without one all but this browser's. */
  @Post('account/sessions')
  async endOthers(@Body() body: unknown, @ThisVisit() visit: Visit): Promise<PageAnswer> {
    const { sessionToken } = visit;
    const { id, which } = fieldsOf(body, ['id', 'which']);
    const one = Uuid.safeParse(id).data;
    if (sessionToken === undefined) return seeOther(visit, '/sign-in');
    if (one === undefined && which !== 'others') return seeOther(visit, '/account'); // a form that names none ends none
    return this.pages.page(visit, {
      critical: ({ leftMs }) => this.profile.endOtherSessions(sessionToken, one, leftMs()),
      show: () => seeOther(visit, '/account'),
      whenRefused: () => seeOther(visit, '/sign-in'),
      whenUnavailable: unavailablePage(
        'customer',
        sentence.account,
        'No session was ended, as far as we know. Try again in a minute.',
      ),
    });
  }
}

/** The next person at this browser finds none of it: neither the session, nor the basket, nor the orders, nor the trace of one. */
const ofThePerson = ['wt_session', 'wt_basket', 'wt_orders', 'wt_asked'] as const;

/** The section `sessions`: where the customer is signed in. */
export const sessionList = (sessions: readonly OpenSession[]): Html => html`<h2>Where you are signed in</h2>
<dl class="facts">${sessions.map(oneSession)}</dl>
${
  sessions.length > 1 &&
  html`<form method="post" action="/account/sessions"><input type="hidden" name="which" value="others"><button class="button quiet">Sign out everywhere else</button></form>`
}`;

const oneSession = ({ id, openedAt, browser, isThis }: OpenSession) => html`<dt>${browser ?? 'A browser'}</dt>
<dd>${openedAt === null ? 'for some time' : `since ${moment.format(new Date(openedAt))} UTC`}${
  isThis
    ? html`; this browser`
    : html`<form method="post" action="/account/sessions"><input type="hidden" name="id" value="${id}"><button class="plain small">Sign it out<span class="visually-hidden">: ${browser ?? 'a browser'}</span></button></form>`
}</dd>
`;

const moment = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
