import { Body, Controller } from '@nestjs/common';
import { profile, type Session } from '@watertight/contracts/profile';
import { Database, Serves, ShopError } from '@watertight/service-kit';
import type { z } from 'zod';
import { Customers } from './customers.ts';
import { hashPassword } from './password-hash.ts';
import { Sessions } from './sessions.ts';

/** `POST /customers`: makes a customer and signs them in. */
@Controller()
export class Register {
  constructor(
    private readonly database: Database,
    private readonly customers: Customers,
    private readonly sessions: Sessions,
  ) {}

  /** @throws EmailTakenError (409) a customer has registered with this address, in upper or lower case */
  @Serves(profile.register)
  async handle(
    @Body({ schema: profile.register.body }) { email, name, password }: z.infer<typeof profile.register.body>,
  ): Promise<Session> {
    const passwordHash = await hashPassword(password);
    return this.database.transaction(async tx => {
      const customer = await this.customers.add(tx, { email, name, passwordHash });
      if (customer === undefined) throw new EmailTakenError();
      return { token: await this.sessions.open(customer.id, tx), customer };
    });
  }
}

export class EmailTakenError extends ShopError {
  constructor() {
    super('This e-mail address is registered already. Sign in instead, or use another.', {
      code: 'email-taken',
      status: 409,
    });
  }
}
