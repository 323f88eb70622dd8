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
    @Body({ schema: profile.signIn.body }) { email, password }: z.infer<typeof profile.signIn.body>,
  ): Promise<Session> {
    const found = await this.customers.findByEmail(email);
    const fits = await isPassword(password, found?.passwordHash ?? nobodysPassword);
    if (found === undefined || !fits) throw new SignInFailedError();
    return { token: await this.sessions.open(found.customer.id), customer: found.customer };
  }
}

export class SignInFailedError extends ShopError {
  constructor() {
    super('E-mail address or password is wrong.', { code: 'sign-in-failed', status: 401 });
  }
}

/** `POST /sessions/end`: ends a session; one already ended is no error. */
@Controller()
export class SignOut {
  constructor(private readonly sessions: Sessions) {}

  @Serves(profile.signOut)
  async handle(@Body({ schema: profile.signOut.body }) { token }: { token: string }): Promise<void> {
    await this.sessions.end(token);
  }
}
