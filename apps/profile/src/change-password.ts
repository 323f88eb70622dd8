import { Body, Controller } from '@nestjs/common';
import { profile } from '@watertight/contracts/profile';
import { Database, Serves, ShopError } from '@watertight/service-kit';
import type { z } from 'zod';
import { Customers } from './customers.ts';
import { hashPassword, isPassword } from './password-hash.ts';
import { checkNewPassword } from './password-rules.ts';
import { SessionNotFoundError } from './read-session.ts';
import { Sessions } from './sessions.ts';

/** `POST /customers/password`: changes the password of a customer who is signed in and knows the present one. */
@Controller()
export class ChangePassword {
  constructor(
    private readonly database: Database,
    private readonly customers: Customers,
    private readonly sessions: Sessions,
  ) {}

  /**
   * Ends all other sessions with the change: a person who fears that another knows the password wants them gone.
   *
   * @throws SessionNotFoundError (404), PasswordWrongError (403), InvalidRequestError (400, the new one is guessed first)
   */
  @Serves(profile.changePassword)
  async handle(
    @Body({ schema: profile.changePassword.body })
    { token, password, newPassword }: z.infer<typeof profile.changePassword.body>,
  ): Promise<void> {
    const customer = await this.sessions.customerOf(token);
    if (customer === undefined) throw new SessionNotFoundError();
    checkNewPassword('newPassword', newPassword, customer);
    const present = await this.customers.passwordHashOf(customer.id);
    if (present === undefined || !(await isPassword(password, present))) throw new PasswordWrongError();
    const next = await hashPassword(newPassword);
    await this.database.transaction(async tx => {
      const isChanged = await this.customers.changePassword(tx, customer.id, { from: present, to: next });
      if (!isChanged) throw new PasswordWrongError(); // another request has changed it since
      await this.sessions.endOthers(customer.id, token, undefined, tx);
    });
  }
}

export class PasswordWrongError extends ShopError {
  constructor() {
    super('The present password is wrong. Nothing was changed.', { code: 'password-wrong', status: 403 });
  }
}
