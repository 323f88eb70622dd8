import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, ownPattern, type ReadyAnswer, ShopError } from '@watertight/service-kit';
import type { AskedCharge } from './charge/asked-charge.ts';
import { finalAnswer, readyAnswer } from './charge/final-answer.ts';
import { Bank } from './bank.ts';
import { config } from './config.ts';

/** On, unless an operator switches it off to show what it is for; without `FAULTS=on` there is no switch. */
export const idempotency = config.faults ? ownPattern('idempotency') : { isOn: true };

/**
 * Charges a card without any of the mechanisms in this folder. It runs only with the pattern switched off.
 *
 * No claim, no look at the key, and a fresh reference per attempt: a lost answer and a retry move the money twice.
 */
@Injectable()
export class ChargeCardNaively {
  constructor(
    private readonly bank: Bank,
    private readonly database: Database,
  ) {}

  /** @throws ChargeFailedError (500) the outcome is unknown, and nothing will find it out later */
  async charge(asked: AskedCharge): Promise<ReadyAnswer> {
    const attempt = { ...asked, id: randomUUID(), fence: 1, isFirst: true, abandoned: false };
    await this.tell(asked.id, `asks the bank under a fresh reference ${attempt.id}`);
    const said = await this.bank.capture(attempt, 'bank');
    if (said.is !== 'said') throw new ChargeFailedError();
    await this.database.query(
      'INSERT INTO naive_charges (id, order_id, amount_minor, currency, state) VALUES ($1, $2, $3, $4, $5)',
      [attempt.id, asked.orderId, asked.amountMinor, asked.currency, said.capture.status],
    );
    await this.tell(asked.id, `the bank says of ${attempt.id}: ${said.capture.status}`);
    return readyAnswer(asked.id, finalAnswer({ ...attempt, id: asked.id }, said.capture), false);
  }

  private async tell(id: string, detail: string): Promise<void> {
    await this.database.query(
      `INSERT INTO charge_story (charge_id, what, detail) VALUES ($1, 'charged-without-key', $2)`,
      [id, detail],
    );
  }
}

/** 500: the naive way reports an unknown outcome as a failure. */
export class ChargeFailedError extends ShopError {
  constructor() {
    super('The charge failed. Try again.', { code: 'charge-failed', status: 500 });
  }
}
