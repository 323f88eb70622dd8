import { Injectable } from '@nestjs/common';
import type { Capture } from '@watertight/contracts/bank';
import type { Charge } from '@watertight/contracts/payment';
import type { IntentStore, Opened, Stand, StoredAnswer } from '@watertight/idempotency';
import { crashPoint, type Database } from '@watertight/service-kit';
import type { AskedCharge, OpenCharge } from '../charge/asked-charge.ts';
import { askLedger, isUniqueViolation, LedgerUnavailableError } from './ask-ledger.ts';
import { chargeOf, type ChargeRow, openChargeOf, type OpenRow, standOf, type StandRow } from './charge-rows.ts';
import { CLAIM, LEAVE_UNKNOWN, RENEW, SETTLE, STAND, TAKE_BACK, TAKE_OVER } from './statements.ts';

/** Why a charge was not begun, or was taken back: nothing was charged under this key. */
export type NotCharged =
  | { is: 'order-taken'; chargeId: string }
  | { is: 'never-asked' }
  /** The reference stands for another amount at the bank: our own record of it must have been lost. */
  | { is: 'reference-reused' };

/** The bank's word and what follows from it. */
export interface Verdict {
  capture: Capture;
  answer: StoredAnswer;
  /** How long ago the bank was asked. */
  askedMsAgo: number;
}

/** Between two statements a row may come or go; more often than this it does not. */
const ROUNDS = 5;

/** Every charge, in Postgres: the truth. Each method is one statement, and one statement is one transaction. */
@Injectable()
export class Ledger implements IntentStore<AskedCharge, OpenCharge, NotCharged> {
  constructor(
    private readonly database: Database,
    private readonly settings: { readonly leaseMs: number; readonly abandonMs: number },
  ) {}

  /**
   * Makes the charge ours, committed as `pending`; or tells where it stands.
   *
   * @throws LedgerUnavailableError (503) nothing is sent to the bank
   */
  async open(asked: AskedCharge, mayBeKnown: boolean): Promise<Opened<OpenCharge, NotCharged>> {
    crashPoint('claim-stored');
    for (let round = 1; round <= ROUNDS; round++) {
      // A claim that finds another's row locks it, which is a write, and a write waits for the disk.
      const isLook = mayBeKnown && round === 1;
      const charge = isLook ? undefined : await this.claim(asked);
      if (charge !== undefined) return { is: 'mine', work: charge };
      const [row] = await this.ask<StandRow>(STAND, [asked.id]);
      if (row !== undefined) {
        if (row.fingerprint !== asked.fingerprint) return { is: 'other-request' };
        const stand = standOf(row);
        if (stand.is !== 'abandoned') return stand;
        continue; // its lease has ended since: the next claim takes it over
      }
      if (isLook) continue;
      const chargeId = await this.activeChargeOf(asked.orderId);
      if (chargeId !== undefined) return { is: 'refused', because: { is: 'order-taken', chargeId } };
    }
    throw new LedgerUnavailableError(new Error(`charge ${asked.id} changed ${ROUNDS} times while it was opened`));
  }

  /** Keeps the charge ours while `work` runs: under a bank slower than the lease, each verdict would come too late. */
  async holding<T>({ id, fence }: OpenCharge, work: () => Promise<T>): Promise<T> {
    const { leaseMs } = this.settings;
    let renewed: Promise<unknown> = Promise.resolve();
    const renewing = setInterval(() => {
      renewed = this.ask(RENEW, [id, fence, leaseMs]).catch(() => undefined); // a lost lease shows by its fence
    }, leaseMs / 3);
    try {
      return await work();
    } finally {
      clearInterval(renewing);
      await renewed; // or a late one would lengthen the lease of a charge we have left
    }
  }

  /** Where a charge stands; undefined once its row was taken back. */
  async stand({ id }: { id: string }): Promise<Stand | undefined> {
    const [row] = await this.ask<StandRow>(STAND, [id]);
    return row && standOf(row);
  }

  /** Writes verdict, answer and transfer. False when the fence was raised or another verdict stands: ours is void. */
  async settle({ id, fence }: OpenCharge, { capture, answer, askedMsAgo }: Verdict): Promise<boolean> {
    const { status, declineReason, card, at } = capture;
    const values = [
      id,
      fence,
      status === 'void' ? 'cancelled' : status,
      card?.brand,
      card?.last4,
      declineReason,
      status === 'captured' ? at : null,
      answer.status,
      answer.contentType,
      answer.body,
      askedMsAgo,
    ];
    const settled = await this.ask(SETTLE, values, 'settle');
    return settled.length === 1;
  }

  /** Gives the charge to the sweeper: asked again after 1 s, then 2, 4 … 60 s. */
  async leaveUnknown({ id, fence }: OpenCharge, { askedMsAgo, why }: { askedMsAgo: number | null; why: string }) {
    await this.ask(LEAVE_UNKNOWN, [id, fence, askedMsAgo, why]);
  }

  /** Frees key and order of a charge that was never sent. False when it may have been. */
  async takeBack({ id, fence }: OpenCharge): Promise<boolean> {
    if (fence !== 1) return false; // who held it before may have sent it
    const gone = await this.ask(TAKE_BACK, [id, fence]);
    return gone.length === 1;
  }

  /** Takes over charges that nobody works on; the raised fences are committed before the bank is asked. */
  async takeOver(limit: number): Promise<OpenCharge[]> {
    const { leaseMs, abandonMs } = this.settings;
    const rows = await this.ask<OpenRow>(TAKE_OVER, [limit, leaseMs, abandonMs]);
    return rows.map(openChargeOf);
  }

  async read(id: string): Promise<Charge | undefined> {
    const [row] = await this.ask<ChargeRow>('SELECT * FROM charges WHERE id = $1', [id]);
    return row && chargeOf(row);
  }

  private async claim(asked: AskedCharge): Promise<OpenCharge | undefined> {
    try {
      return await this.claimOnce(asked);
    } catch (error) {
      if (!(error instanceof LedgerUnavailableError)) throw error;
      return this.claimOnce(asked); // only the reply may have been lost: then the row is there and knows its owner
    }
  }

  private async claimOnce(asked: AskedCharge): Promise<OpenCharge | undefined> {
    const { id, scope, key, fingerprint, orderId, amountMinor, currency, cardToken, owner } = asked;
    const { leaseMs, abandonMs } = this.settings;
    try {
      const values = [
        id,
        scope,
        key,
        fingerprint,
        orderId,
        amountMinor,
        currency,
        cardToken,
        owner,
        leaseMs,
        abandonMs,
      ];
      const [row] = await this.ask<Pick<OpenRow, 'fence' | 'abandoned'>>(CLAIM, values, 'claim');
      return row && { id, orderId, amountMinor, currency, cardToken, ...row };
    } catch (error) {
      // Of several unique indexes, ON CONFLICT watches one: in a race another may speak first, for the very same row.
      if (isUniqueViolation(error)) return undefined;
      throw error;
    }
  }

  private async activeChargeOf(orderId: string): Promise<string | undefined> {
    const [row] = await this.ask<{ id: string }>(
      `SELECT id FROM charges WHERE order_id = $1 AND state IN ('pending', 'unknown', 'captured')`,
      [orderId],
    );
    return row?.id;
  }

  private ask<Row extends object>(sql: string, values: readonly unknown[], preparedAs?: string): Promise<Row[]> {
    return askLedger<Row>(this.database, sql, values, preparedAs);
  }
}
