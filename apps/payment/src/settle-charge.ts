import { Injectable, Logger } from '@nestjs/common';
import type { Ended } from '@watertight/idempotency';
import { crashPoint, shielded } from '@watertight/service-kit';
import type { OpenCharge } from './charge/asked-charge.ts';
import { Bank, type BankAnswer } from './bank.ts';
import { finalAnswer } from './charge/final-answer.ts';
import { Ledger, type NotCharged } from './ledger/ledger.ts';
import { type policies, timeBudgets } from './policies.ts';

/** Takes a charge whose row is committed to its end. */
@Injectable()
export class SettleCharge {
  private readonly logger = new Logger(SettleCharge.name);

  constructor(
    private readonly bank: Bank,
    private readonly ledger: Ledger,
  ) {}

  /**
   * Calls the bank and writes its result. Goes on when the caller disconnects; never rejects.
   *
   * Only a row that was certainly never sent is taken back. Everything else that goes wrong leaves it to the sweeper:
   * a claim that is deleted because something threw is a second charge.
   */
  async settle(charge: OpenCharge, policy: keyof typeof policies): Promise<Ended<NotCharged>> {
    crashPoint('row-committed');
    return shielded(timeBudgets.settleMs, async () => {
      try {
        return await this.askAndWrite(charge, policy);
      } catch (error) {
        // The ledger went away in between: the row stands, its lease ends, and the same reference is sent again.
        this.logger.warn(`charge ${charge.id} is unknown until the ledger is back: ${String(error)}`);
        return { is: 'unknown' };
      }
    });
  }

  private async askAndWrite(charge: OpenCharge, policy: keyof typeof policies): Promise<Ended<NotCharged>> {
    const askedAtMs = performance.now();
    const said = await this.ledger.holding(charge, () => this.ask(charge, policy));
    const askedMsAgo = performance.now() - askedAtMs;
    crashPoint('bank-answered');
    switch (said.is) {
      case 'said': {
        const answer = finalAnswer(charge, said.capture);
        const byUs = await this.ledger.settle(charge, { capture: said.capture, answer, askedMsAgo });
        crashPoint('verdict-written');
        if (byUs) return { is: 'final', answer, byUs };
        const stand = await this.ledger.stand(charge);
        return stand?.is === 'final' ? { ...stand, byUs } : { is: 'unknown' };
      }
      case 'never-asked':
        if (await this.ledger.takeBack(charge)) return { is: 'refused', because: { is: said.is } };
        break;
      case 'reference-reused':
        this.logger.error(`the ledger has lost the charge first made as ${charge.id}`);
        if (await this.ledger.giveUp(charge)) return { is: 'refused', because: { is: said.is } };
        break;
      case 'unknown':
        this.logger.warn(`charge ${charge.id} is unknown: ${String(said.cause)}`);
        break;
    }
    const wasAsked = said.is !== 'never-asked';
    const why = said.is === 'reference-reused' ? 'its reference stands for another amount' : String(said.cause);
    await this.ledger.leaveUnknown(charge, { askedMsAgo: wasAsked ? askedMsAgo : null, why });
    return { is: 'unknown' };
  }

  /** An abandoned charge is never sent again: a tombstone ends it, or the bank reports that it was captured. */
  private ask(charge: OpenCharge, policy: keyof typeof policies): Promise<BankAnswer> {
    return charge.abandoned ? this.bank.callOff(charge, policy) : this.bank.capture(charge, policy);
  }
}
