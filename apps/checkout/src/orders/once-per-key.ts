import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { SECOND } from '@watertight/resilience';
import {
  Database,
  jsonAnswer,
  type ReadyAnswer,
  remainingMs,
  replayed,
  RequestInProgressError,
} from '@watertight/service-kit';
import { findKey, type OrderKey } from './order-keys.ts';
import { readOrder } from './orders.ts';

/** How long a duplicate request waits for the first request, if its caller does. */
const WAIT_MS = 5 * SECOND;
/** What the last look and the answer need of the caller's time. */
const LAST_LOOK_MS = 200;
const LOOK_EVERY_MS = 50;

/** Gives one answer per key: the first request makes it, its duplicates wait for it, later ones get the same bytes. */
@Injectable()
export class OncePerKey {
  constructor(private readonly database: Database) {}

  /**
   * The answer to a request: made by `make`, or the one its key already has.
   *
   * `make` answers undefined when a duplicate was quicker. A charge that is known to be unknown is answered 202.
   *
   * @throws KeyReusedError (422) the key belongs to a different request
   * @throws RequestInProgressError (409) the first request is still running, and the caller's time or 5 s are over
   */
  async answer(key: OrderKey, make: () => Promise<ReadyAnswer | undefined>): Promise<ReadyAnswer> {
    const endsAtMs = performance.now() + Math.min(WAIT_MS, remainingMs() - LAST_LOOK_MS);
    for (;;) {
      const state = await findKey(this.database, key);
      if (state.is === 'answered') return replayed(state.answer);
      if (state.is === 'free') {
        const made = await make();
        if (made !== undefined) return made;
      } else if (performance.now() >= endsAtMs) {
        return await this.stillCharging(state);
      } else {
        await sleep(LOOK_EVERY_MS);
      }
    }
  }

  private async stillCharging({ orderId, unknown }: { orderId: string; unknown: boolean }): Promise<ReadyAnswer> {
    const order = unknown ? await readOrder(this.database, orderId) : undefined;
    if (order === undefined) throw new RequestInProgressError({ orderId });
    return jsonAnswer(202, order);
  }
}
