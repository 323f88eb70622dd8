import { Controller, Post, Res } from '@nestjs/common';
import { isOutage } from '@watertight/service-kit';
import type { FastifyReply } from 'fastify';
import { Profile } from '../calls/profile.ts';
import { forgetCookie } from '../cookies.ts';
import { ThisVisit, type Visit } from '../visit.ts';
import { seeOther } from './see-other.ts';

/** `POST /sign-out`: ends the session; with profile away the browser forgets it all the same, and nobody else has its token. */
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
    forgetCookie(reply, 'wt_session');
    return seeOther(reply, '/');
  }
}
