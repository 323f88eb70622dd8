import { Body, Controller } from '@nestjs/common';
import { type OpenSession, profile } from '@watertight/contracts/profile';
import { Serves } from '@watertight/service-kit';
import type { z } from 'zod';
import { SessionNotFoundError } from './read-session.ts';
import { hashOf, Sessions } from './sessions.ts';

/** A customer's sessions: which there are, and how they end. */
@Controller()
export class EndSessions {
  constructor(private readonly sessions: Sessions) {}

  /** `POST /sessions/end`: ends a session; one already ended is no error. */
  @Serves(profile.signOut)
  async signOut(@Body({ schema: profile.signOut.body }) { token }: { token: string }): Promise<void> {
    await this.sessions.end([hashOf(token)]);
  }

  /** `POST /sessions/end-by-hash`: the same for sign-outs that are delivered late. */
  @Serves(profile.endSessions)
  async endByHash(
    @Body({ schema: profile.endSessions.body }) { tokenHashes }: { tokenHashes: string[] },
  ): Promise<void> {
    await this.sessions.end(tokenHashes.map(hash => Buffer.from(hash, 'hex')));
  }

  /** `POST /sessions/list`. @throws SessionNotFoundError (404) the token's own session has ended */
  @Serves(profile.listSessions)
  async list(
    @Body({ schema: profile.listSessions.body }) { token }: { token: string },
  ): Promise<{ sessions: OpenSession[] }> {
    return { sessions: await this.sessions.listOf(await this.customerId(token), token) };
  }

  /** `POST /sessions/end-others`: one of them, or all. @throws SessionNotFoundError (404) the token's own session has ended */
  @Serves(profile.endOtherSessions)
  async endOthers(
    @Body({ schema: profile.endOtherSessions.body })
    { token, id }: z.infer<typeof profile.endOtherSessions.body>,
  ): Promise<void> {
    await this.sessions.endOthers(await this.customerId(token), token, id);
  }

  private async customerId(token: string): Promise<string> {
    const customer = await this.sessions.customerOf(token);
    if (customer === undefined) throw new SessionNotFoundError();
    return customer.id;
  }
}
