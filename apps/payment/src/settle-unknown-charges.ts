import { Injectable, Logger } from '@nestjs/common';
import type { Closeable } from '@watertight/service-kit';
import { Ledger } from './ledger/ledger.ts';
import { SettleCharge } from './settle-charge.ts';

/** As many as its policy has seats. */
const AT_ONCE = 10;

/**
 * Settles charges without their clients: those whose answer was lost, and those whose process died.
 *
 * It sends the same reference again, so a charge that was captured is found captured, and one that never arrived is made.
 */
@Injectable()
export class SettleUnknownCharges {
  private readonly logger = new Logger(SettleUnknownCharges.name);
  private ledgerIsAway = false;

  constructor(
    private readonly ledger: Ledger,
    private readonly settleCharge: SettleCharge,
  ) {}

  /** Looks every `everyMs` from now on; returns how to end it. */
  start(everyMs: number): Closeable {
    let timer: NodeJS.Timeout | undefined;
    let round = Promise.resolve();
    let ended = false;
    const next = () => {
      if (ended) return;
      timer = setTimeout(() => {
        round = this.settleAll().then(next);
      }, everyMs);
    };
    next();
    return () => {
      ended = true;
      clearTimeout(timer);
      return round;
    };
  }

  /** Never rejects: whatever went wrong, the rows are still there at the next round. */
  private async settleAll(): Promise<void> {
    try {
      for (;;) {
        const charges = await this.ledger.takeOver(AT_ONCE);
        if (this.ledgerIsAway) this.logger.warn('the ledger is back');
        this.ledgerIsAway = false;
        await Promise.all(charges.map(charge => this.settleCharge.settle(charge, 'settling')));
        if (charges.length < AT_ONCE) return;
      }
    } catch (error) {
      if (!this.ledgerIsAway) this.logger.warn(`unknown charges wait: ${String(error)}`);
      this.ledgerIsAway = true;
    }
  }
}
