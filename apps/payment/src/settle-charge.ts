import { Injectable, Logger } from '@nestjs/common';
import { SECOND } from '@watertight/resilience';
import { shielded } from '@watertight/service-kit';
import type { OpenCharge } from './charge/asked-charge.ts';
import { Bank } from './bank.ts';
import { type FinalAnswer, finalAnswer } from './charge/final-answer.ts';
import { Ledger } from './ledger/ledger.ts';
import type { policies } from './policies.ts';

/** A seat (1 s), the bank (5 s) and the verdict's statement (2 s); well below the lease of 30 s. */
const SETTLE_WITHIN_MS = 10 * SECOND;

/** What became of an open charge. */
export type Settled =
  /** `byUs` is false when another process had settled it first. */
  | { is: 'final'; answer: FinalAnswer; byUs: boolean }
  | { is: 'unknown' }
  /** The bank was not reached and the row is gone: key and order are free, nothing was charged. */
  | { is: 'taken-back'; because: 'never-asked' | 'reference-reused' };

/** Takes a charge whose row is committed to its end. */
@Injectable()
export class SettleCharge {
  private readonly logger = new Logger(SettleCharge.name);

  constructor(
    private readonly bank: Bank,
    private readonly ledger: Ledger,
  ) {}

  /**
   * Asks the bank and writes its verdict. Goes on when the caller hangs up; never rejects.
   *
   * Only a row that was certainly never sent is taken back. Everything else that goes wrong leaves it to the sweeper:
   * a claim that is deleted because something threw is a second charge.
   */
  async settle(charge: OpenCharge, policy: keyof typeof policies): Promise<Settled> {
    return shielded(SETTLE_WITHIN_MS, async () => {
      try {
        return await this.askAndWrite(charge, policy);
      } catch (error) {
        // The ledger went away in between: the row stands, its lease ends, and the same reference is sent again.
        this.logger.warn(`charge ${charge.id} is unknown until the ledger is back: ${String(error)}`);
        return { is: 'unknown' };
      }
    });
  }

  private async askAndWrite(charge: OpenCharge, policy: keyof typeof policies): Promise<Settled> {
    const said = await this.ledger.holding(charge, () => this.bank.capture(charge, policy));
    switch (said.is) {
      case 'said': {
        const answer = finalAnswer(charge, said.capture);
        if (await this.ledger.settle(charge, said.capture, answer)) return { is: 'final', answer, byUs: true };
        const stand = await this.ledger.stand(charge.id);
        return stand?.is === 'final' ? { ...stand, byUs: false } : { is: 'unknown' };
      }
      case 'never-asked':
      case 'reference-reused':
        if (said.is === 'reference-reused')
          this.logger.error(`the ledger has lost the charge first made as ${charge.id}`);
        if (await this.ledger.takeBack(charge)) return { is: 'taken-back', because: said.is };
        break;
      case 'unknown':
        this.logger.warn(`charge ${charge.id} is unknown: ${String(said.cause)}`);
        break;
    }
    await this.ledger.leaveUnknown(charge);
    return { is: 'unknown' };
  }
}
