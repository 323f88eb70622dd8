import { Body, Controller } from '@nestjs/common';
import { profile, type Session } from '@watertight/contracts/profile';
import { Serves, ShopError } from '@watertight/service-kit';
import type { z } from 'zod';
import { Customers } from './customers.ts';
import { isPassword, nobodysPassword } from './password-hash.ts';
import { Sessions } from './sessions.ts';

/** `POST /sessions`: checks e-mail and password and opens a session. */
@Controller()
export class SignIn {
  constructor(
    private readonly customers: Customers,
    private readonly sessions: Sessions,
  ) {}

  /** @throws SignInFailedError (401) for an unknown address and for a wrong password, in the same words and the same time */
  @Serves(profile.signIn)
  async handle(
    @Body({ schema: profile.signIn.body })
    { email, password, browser, replaces }: z.infer<typeof profile.signIn.body>,
  ): Promise<Session> {
    const found = await this.customers.findByEmail(email);
    const fits = await isPassword(password, found?.passwordHash ?? nobodysPassword);
    if (found === undefined || !fits) throw new SignInFailedError();
    const { customer, passwordHash } = found;
    const token = await this.sessions.open({ customerId: customer.id, passwordHash, browser, replaces });
    if (token === undefined) throw new SignInFailedError();
    return { token, lastsMs: this.sessions.lastsMs, customer };
  }
}

export class SignInFailedError extends ShopError {
  constructor() {
    super('E-mail address or password is wrong.', { code: 'sign-in-failed', status: 401 });
  }
}
