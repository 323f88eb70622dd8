import { Body, Controller } from '@nestjs/common';
import { profile } from '@watertight/contracts/profile';
import { Serves } from '@watertight/service-kit';
import type { z } from 'zod';
import { Customers } from './customers.ts';
import { hashPassword } from './password-hash.ts';
import { checkNewPassword } from './password-rules.ts';

/** `POST /customers`: makes a customer, unless there is one with this address. */
@Controller()
export class Register {
  constructor(private readonly customers: Customers) {}

  /**
   * Answers a known address like a new one, after the same work: it must not tell who is registered. A known one keeps its name
   * and its password.
   *
   * @throws InvalidRequestError (400) the password is one that is guessed first
   */
  @Serves(profile.register)
  async handle(
    @Body({ schema: profile.register.body }) { email, name, password }: z.infer<typeof profile.register.body>,
  ): Promise<void> {
    checkNewPassword('password', password, { email, name });
    await this.customers.add({ email, name, passwordHash: await hashPassword(password) });
  }
}
