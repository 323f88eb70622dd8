import { Controller, Post, Res } from '@nestjs/common';
import { isOutage } from '@watertight/service-kit';
import type { FastifyReply } from 'fastify';
import { Profile } from '../clients/profile.ts';
import { forgetCookie } from '../layout/cookies.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { seeOther } from '../layout/see-other.ts';

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
