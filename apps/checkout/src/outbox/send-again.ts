import { Controller, UseGuards } from '@nestjs/common';
import { checkout } from '@watertight/contracts/checkout';
import { Database, OpsOnly, Serves } from '@watertight/service-kit';
import { config } from '../config.ts';
import { sendAgain } from './put-aside.ts';

/** `POST /outbox/send-again`: for an operator who has cured what the consumers failed on. */
@Controller()
@UseGuards(new OpsOnly(config.opsToken))
export class SendAgain {
  constructor(private readonly database: Database) {}

  @Serves(checkout.sendAgain)
  async handle(): Promise<{ events: number }> {
    return { events: await sendAgain(this.database) };
  }
}
