import { Injectable } from '@nestjs/common';
import type { Capture } from '@watertight/contracts/bank';
import type { Charge } from '@watertight/contracts/payment';
import { type IntentStore, LostClaims, type Opened, type Stand, type StoredAnswer } from '@watertight/idempotency';
import { crashPoint, type Database, ShopError } from '@watertight/service-kit';
import type { AskedCharge, OpenCharge } from '../charge/asked-charge.ts';
import {
  isUniqueViolation,
  LedgerUnavailableError,
  OutcomeUnknownError,
  readLedger,
  type Statement,
  writeLedger,
} from './ask-ledger.ts';
import { chargeOf, type ChargeRow, openChargeOf, type OpenRow, standOf, type StandRow } from './charge-rows.ts';
import {
  CLAIM,
  GIVE_UP,
  LEAVE_UNKNOWN,
  REFUSE,
  RENEW,
  REOPEN,
  SETTLE,
  STAND,
  TAKE_BACK,
  TAKE_OVER,
} from './statements.ts';

/** Why a charge was not begun, or was taken back: nothing was charged under this key. */
export type NotCharged =
  | { is: 'order-taken'; chargeId: string }
  | { is: 'never-asked' }
  /** The reference stands for another amount at the bank: our own record of it must have been lost. */
  | { is: 'reference-reused' };

/** The bank's final result for a charge, and the answer that follows from it. */
export interface BankResult {
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
  private readonly lost: LostClaims<AskedCharge>;

  constructor(
    private readonly database: Database,
    private readonly settings: { readonly leaseMs: number; readonly abandonMs: number },
  ) {
    this.lost = new LostClaims(settings.abandonMs);
  }

  /**
   * Commits the charge as `pending` and makes it ours, or tells where it stands.
   *
   * `unknown` also when the claim's answer was lost: then it is claimed again in the background.
   *
   * @throws LedgerUnavailableError (503) certainly nothing was written
   */
  async open(asked: AskedCharge, mayBeKnown: boolean): Promise<Opened<OpenCharge, NotCharged>> {
    crashPoint('claim-stored');
    return this.openOrLose(asked, { mayBeKnown, mayReopen: true });
  }

  /** Claims again what may have been claimed; returns the charges that are ours now. */
  async claimLost(limit: number): Promise<OpenCharge[]> {
    const ours: OpenCharge[] = [];
    for (const asked of this.lost.due(limit)) {
      // A row that was taken back stays so: another request with this key was told that nothing was charged.
      const opened = await this.openOrLose(asked, { mayBeKnown: false, mayReopen: false });
      if (opened.is !== 'unknown') this.lost.delete(asked);
      if (opened.is === 'mine') ours.push(opened.work);
    }
    return ours;
  }

  private async openOrLose(asked: AskedCharge, how: HowToOpen): Promise<Opened<OpenCharge, NotCharged>> {
    // A claim that was sent before may still commit, also when a later statement is refused or finds no ledger.
    const claims = { isOneLost: false };
    try {
      const opened = await this.openInRounds(asked, { ...how, claims });
      if (!claims.isOneLost || opened.is !== 'refused') return opened;
    } catch (error) {
      const isUncertain = error instanceof OutcomeUnknownError || claims.isOneLost;
      if (!isUncertain || !(error instanceof ShopError)) throw error;
    }
    this.lost.add(asked);
    return { is: 'unknown' };
  }

  private async openInRounds(
    asked: AskedCharge,
    { mayBeKnown, mayReopen, claims }: HowToOpen & { claims: Claims },
  ): Promise<Opened<OpenCharge, NotCharged>> {
    for (let round = 1; round <= ROUNDS; round++) {
      // A claim that finds another's row locks it, which is a write, and a write waits for the disk.
      const isLook = mayBeKnown && round === 1;
      const charge = isLook ? undefined : await this.claim(asked, claims);
      if (charge !== undefined) return { is: 'mine', work: charge };
      const [row] = await this.read<StandRow>(STAND, [asked.id], 'stand');
      if (row?.state === 'taken-back') {
        if (!mayReopen) return { is: 'refused', because: { is: 'never-asked' } };
        const reopened = await this.claimBy(REOPEN, asked, row.fence);
        if (reopened !== undefined) return { is: 'mine', work: reopened };
      } else if (row !== undefined) {
        if (row.fingerprint !== asked.fingerprint) return { is: 'other-request' };
        const stand = standOf(row);
        if (stand !== undefined && stand.is !== 'abandoned') return stand;
        continue; // its lease has ended since: the next claim takes it over
      } else if (isLook) continue;
      const chargeId = await this.activeChargeOf(asked.orderId);
      if (chargeId === undefined) continue;
      if (row === undefined && !(await this.refuse(asked))) continue; // another request with the key was quicker
      return { is: 'refused', because: { is: 'order-taken', chargeId } };
    }
    throw new LedgerUnavailableError(new Error(`charge ${asked.id} changed ${ROUNDS} times while it was opened`));
  }

  /** Renews the lease of the charge while `work` runs: with a bank slower than the lease, each result would come too late. */
  async holding<T>({ id, fence }: OpenCharge, work: () => Promise<T>): Promise<T> {
    const { leaseMs } = this.settings;
    let renewed: Promise<unknown> = Promise.resolve();
    const renewing = setInterval(() => {
      renewed = this.write({ sql: RENEW, values: [id, fence, leaseMs] }).catch(() => undefined); // a lost lease shows by its fence
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
    const [row] = await this.read<StandRow>(STAND, [id], 'stand');
    return row && standOf(row);
  }

  /** Writes result, answer and transfer. Returns false, and writes nothing, when the fence was raised or the charge has a result. */
  async settle({ id, fence }: OpenCharge, { capture, answer, askedMsAgo }: BankResult): Promise<boolean> {
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
    const settled = await this.write({ sql: SETTLE, values, preparedAs: 'settle' });
    return settled.length === 1;
  }

  /** Gives the charge to the sweeper: asked again after 1 s, then 2, 4 … 60 s. */
  async leaveUnknown({ id, fence }: OpenCharge, { askedMsAgo, why }: { askedMsAgo: number | null; why: string }) {
    await this.write({ sql: LEAVE_UNKNOWN, values: [id, fence, askedMsAgo, why] });
  }

  /** Frees key and order of a charge that was never sent. False when it may have been. */
  async takeBack({ id, fence, isFirst }: OpenCharge): Promise<boolean> {
    if (!isFirst) return false; // its earlier holder may have sent it
    const gone = await this.write({ sql: TAKE_BACK, values: [id, fence] });
    return gone.length === 1;
  }

  /** Frees key and order of a charge that the bank refuses for ever. False when another process has taken it over. */
  async giveUp({ id, fence }: OpenCharge): Promise<boolean> {
    return (await this.write({ sql: GIVE_UP, values: [id, fence] })).length === 1;
  }

  /** Takes over charges whose lease has ended; the raised fences are committed before the bank is called. */
  async takeOver(limit: number): Promise<OpenCharge[]> {
    const { leaseMs, abandonMs } = this.settings;
    const rows = await this.write<OpenRow>({ sql: TAKE_OVER, values: [limit, leaseMs, abandonMs] });
    return rows.map(openChargeOf);
  }

  /** One charge as its readers see it; undefined where nothing was charged. */
  async find(id: string): Promise<Charge | undefined> {
    const [row] = await this.read<ChargeRow>(`SELECT * FROM charges WHERE id = $1 AND state <> 'taken-back'`, [id]);
    return row && chargeOf(row);
  }

  private async claim(asked: AskedCharge, claims: Claims): Promise<OpenCharge | undefined> {
    try {
      return await this.claimBy(CLAIM, asked);
    } catch (error) {
      if (!(error instanceof OutcomeUnknownError)) throw error;
      claims.isOneLost = true;
      return this.claimBy(CLAIM, asked); // perhaps only the answer was lost: then the row is there and knows its owner
    }
  }

  /** @param fence of the row that is opened anew */
  private async claimBy(sql: string, asked: AskedCharge, fence?: number): Promise<OpenCharge | undefined> {
    const { id, scope, key, fingerprint, orderId, amountMinor, currency, cardToken, owner } = asked;
    const { leaseMs, abandonMs } = this.settings;
    const request = [id, scope, key, fingerprint, orderId, amountMinor, currency, cardToken, owner, leaseMs, abandonMs];
    const values = fence === undefined ? request : [...request, fence];
    const preparedAs = sql === CLAIM ? { preparedAs: 'claim' } : {};
    try {
      const [row] = await this.write<ClaimedRow>({ sql, values, ...preparedAs });
      if (row === undefined) return undefined;
      const { fence: ours, first: isFirst, abandoned } = row;
      return {
        id,
        scope,
        key,
        fingerprint,
        orderId,
        amountMinor,
        currency,
        cardToken,
        fence: ours,
        isFirst,
        abandoned,
      };
    } catch (error) {
      // Of several unique indexes, ON CONFLICT watches one: in a race another may speak first, for the very same row.
      if (isUniqueViolation(error)) return undefined;
      throw error;
    }
  }

  /** Leaves a row that is taken back already: a claim of this key that was lost must find it. False when there is one. */
  private async refuse(asked: AskedCharge): Promise<boolean> {
    const { id, scope, key, fingerprint, orderId, amountMinor, currency, owner } = asked;
    const values = [id, scope, key, fingerprint, orderId, amountMinor, currency, owner];
    return (await this.write({ sql: REFUSE, values })).length === 1;
  }

  private async activeChargeOf(orderId: string): Promise<string | undefined> {
    const [row] = await this.read<{ id: string }>(
      `SELECT id FROM charges WHERE order_id = $1 AND state IN ('pending', 'unknown', 'captured')
       AND refunded_minor < amount_minor`,
      [orderId],
    );
    return row?.id;
  }

  private read<Row extends object>(sql: string, values: readonly unknown[], preparedAs?: string): Promise<Row[]> {
    return readLedger<Row>(this.database, sql, values, preparedAs);
  }

  private write<Row extends object>(statement: Statement): Promise<Row[]> {
    return writeLedger<Row>(this.database, statement);
  }
}

interface HowToOpen {
  /** The lock in Redis did not say that the key is new: a look may be cheaper than an attempt to write. */
  mayBeKnown: boolean;
  /** Whether a row that was taken back may be opened anew. */
  mayReopen: boolean;
}

/** What became of the claims of one request. */
interface Claims {
  isOneLost: boolean;
}

interface ClaimedRow {
  fence: number;
  first: boolean;
  abandoned: boolean;
}
