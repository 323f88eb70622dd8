import { Injectable, Logger, Controller, Query } from '@nestjs/common';
import { type Reconciliation, payment } from '@watertight/contracts/payment';
import { MINUTE } from '@watertight/resilience';
import { AdoptCaptures } from './adopt-captures.ts';
import { CompareWithBank, type Comparison, oldestOf, reconciliationOf } from './compare-with-bank.ts';
import { showUnmatchedCharges } from './unmatched-charges.ts';
import { DAY, Serves } from '@watertight/service-kit';

/** Two days, so that a daily comparison sees each day twice. */
const LOOK_BACK_MS = 2 * DAY;
/** In between: a database that loses commits loses the last ones. */
const SHORT_LOOK_BACK_MS = 15 * MINUTE;

/** Compares ledger and bank: enters what the ledger has lost, and raises an alarm about other differences. */
@Injectable()
export class ReconcileWithBank {
  private readonly logger = new Logger(ReconcileWithBank.name);
  private readonly reported = new Set<string>();
  private nextFullAtMs = 0;
  /** When the oldest charge that differed at the last comparison was captured. */
  private oldestMs = Infinity;

  constructor(
    private readonly books: CompareWithBank,
    private readonly adoption: AdoptCaptures,
  ) {}

  /** Compares everything since `since` (ISO 8601, two days ago by default). Throws as CompareWithBank does. */
  async compare(since = ago(LOOK_BACK_MS)): Promise<Reconciliation> {
    return reconciliationOf(await this.books.since(since), since);
  }

  /** Makes the next comparison one of two days: the database was unavailable, and may be an older copy now. */
  suspectLostCommits(): void {
    this.nextFullAtMs = 0;
  }

  /** Reconciles the last 15 minutes; at the start and once a day the last two days. @throws as CompareWithBank does */
  async reconcile(): Promise<void> {
    const isFull = performance.now() >= this.nextFullAtMs;
    if (isFull) this.nextFullAtMs = performance.now() + DAY;
    try {
      const since = this.since(isFull);
      const found = await this.books.since(since);
      const left = (await this.mend(found)) ? await this.books.since(since) : found;
      this.oldestMs = oldestOf(left);
      this.report(reconciliationOf(left, since));
    } catch (error) {
      if (isFull) this.suspectLostCommits(); // it is still to be done
      throw error;
    }
  }

  /** Begins at the oldest difference of the last time, or an alarm would end although the difference is still there. */
  private since(isFull: boolean): string {
    const longestMs = Date.now() - LOOK_BACK_MS;
    if (isFull) return new Date(longestMs).toISOString();
    return new Date(Math.max(longestMs, Math.min(Date.now() - SHORT_LOOK_BACK_MS, this.oldestMs))).toISOString();
  }

  /** Returns whether anything was entered. */
  private async mend({ onlyAtBank, differing }: Comparison): Promise<boolean> {
    let isMended = false;
    for (const capture of onlyAtBank) if (await this.adoption.adopt(capture)) isMended = true;
    // Of a capture that was adopted just now, the refunds are among them.
    const refunded = [...onlyAtBank, ...differing.map(({ capture }) => capture)].filter(({ refunded }) =>
      /[1-9]/.test(refunded),
    );
    for (const { reference } of refunded) if (await this.adoption.adoptRefunds(reference)) isMended = true;
    return isMended;
  }

  /** The alarm: a metric, and one line for each charge. */
  private report({ onlyHere, onlyAtBank, differing }: Reconciliation): void {
    const unmatched = [...onlyHere, ...onlyAtBank, ...differing];
    showUnmatchedCharges(unmatched.length);
    for (const each of unmatched.filter(({ reference }) => !this.reported.has(reference))) {
      this.reported.add(each.reference);
      this.logger.error(`ledger and bank do not match: ${JSON.stringify(each)}`);
    }
  }
}

function ago(ms: number): string {
  return new Date(Date.now() - ms).toISOString();
}

/** `GET /reconciliation`: compares ledger and bank as both are now. */
@Controller()
export class ReadReconciliation {
  constructor(private readonly reconciliation: ReconcileWithBank) {}

  /** @throws BankUnavailableError, LedgerUnavailableError (503) one of them is unavailable */
  @Serves(payment.reconcile)
  async handle(@Query({ schema: payment.reconcile.query }) { since }: { since?: string }): Promise<Reconciliation> {
    return this.reconciliation.compare(since);
  }
}
