import { Body, Controller } from '@nestjs/common';
import { profile } from '@watertight/contracts/profile';
import { Serves } from '@watertight/service-kit';
import { Sessions } from './sessions.ts';

/** `POST /sessions/end`: ends a session; one already ended is no error. */
@Controller()
export class SignOut {
  constructor(private readonly sessions: Sessions) {}

  @Serves(profile.signOut)
  async handle(@Body({ schema: profile.signOut.body }) { token }: { token: string }): Promise<void> {
    await this.sessions.end(token);
  }
}
