import { Injectable } from '@nestjs/common';
import { Database, inTrace } from '@watertight/service-kit';
import { endHold, takeOver } from './order-states.ts';
import { OrderSaga } from './place-order.ts';

/** Charges and holds looked at in one round; the next round comes at once enough. */
const CHARGES_AT_ONCE = 10;
const HOLDS_AT_ONCE = 100;

/** Finishes what a crash or a silent bank left half done. Replicas share the work: each row has one at a time. */
@Injectable()
export class Sweeper {
  constructor(
    private readonly database: Database,
    private readonly saga: OrderSaga,
  ) {}

  /** Repeats charges whose outcome is unknown, under the same key, so that money moves once; records the outcome. */
  async settleCharges(): Promise<void> {
    const left = await takeOver(this.database, CHARGES_AT_ONCE);
    const ends = await Promise.allSettled(
      left.map(order => inTrace(order.traceparent, () => this.saga.finish(order, 'settle'))),
    );
    const failed = ends.find(end => end.status === 'rejected');
    if (failed !== undefined) throw failed.reason; // its lease ends, and it is found again
  }

  /** Sets stock free whose hold is over; never while a charge for it may still be settled. */
  async endHolds(): Promise<void> {
    for (let ended = 0; ended < HOLDS_AT_ONCE; ended += 1) {
      if (!(await this.database.transaction(endHold))) return;
    }
  }
}
