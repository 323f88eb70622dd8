import { Body, Controller } from '@nestjs/common';
import { type Customer, profile } from '@watertight/contracts/profile';
import { Serves, ShopError } from '@watertight/service-kit';
import { Sessions } from './sessions.ts';

/** `POST /sessions/read`: whose session a token is. */
@Controller()
export class ReadSession {
  constructor(private readonly sessions: Sessions) {}

  /** @throws SessionNotFoundError (404) it has ended, or never was */
  @Serves(profile.readSession)
  async handle(@Body({ schema: profile.readSession.body }) { token }: { token: string }): Promise<Customer> {
    const customer = await this.sessions.customerOf(token);
    if (customer === undefined) throw new SessionNotFoundError();
    return customer;
  }
}

export class SessionNotFoundError extends ShopError {
  constructor() {
    super('This session has ended. Sign in again.', { code: 'session-not-found', status: 404 });
  }
}
