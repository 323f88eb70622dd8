import { Body, Controller, Res } from '@nestjs/common';
import { fromMinor } from '@watertight/contracts';
import { ChargeRequest, payment, type ProcessingCharge } from '@watertight/contracts/payment';
import { IdempotencyLock, withIntent } from '@watertight/idempotency';
import { SECOND } from '@watertight/resilience';
import {
  Caller,
  crashPoint,
  IdempotencyKey,
  jsonAnswer,
  KeyReusedError,
  type ReadyAnswer,
  type Reply,
  RequestInProgressError,
  sendAnswer,
  Serves,
  ShopError,
} from '@watertight/service-kit';
import type { z } from 'zod';
import { type AskedCharge, askedCharge, type OpenCharge } from './charge/asked-charge.ts';
import { callersTimeMs, inCallersTime } from './callers-time.ts';
import { readyAnswer } from './charge/final-answer.ts';
import { keyTeller } from './charge/key-result.ts';
import { ChargeCardNaively, idempotency } from './charge-card-naively.ts';
import { Ledger, type NotCharged } from './ledger/ledger.ts';
import { SettleCharge } from './settle-charge.ts';

/** How long a duplicate request waits for the first request with its key. */
const LONGEST_WAIT_MS = 5 * SECOND;

/** `POST /charge-card`: takes the money for one order, once per idempotency key. */
@Controller()
export class ChargeCard {
  constructor(
    private readonly lock: IdempotencyLock,
    private readonly ledger: Ledger,
    private readonly settleCharge: SettleCharge,
    private readonly naively: ChargeCardNaively,
  ) {}

  /**
   * Charges the card, or answers what became of an earlier call with the same key.
   *
   * Final answers (201 captured, 402 declined, 409 canceled) are replayed byte for byte; 202 means that the money may have moved and
   * will be settled without the caller.
   *
   * @throws KeyReusedError (422) the key belongs to a different request
   * @throws OrderAlreadyChargedError (409) another key has charged the order, or is about to
   * @throws RequestInProgressError (409) the first request with the key is not done yet
   * @throws LedgerUnavailableError, BankUnavailableError (503) this request certainly charged nothing, and will not
   */
  @Serves(payment.chargeCard)
  async handle(
    @Caller() caller: string,
    @IdempotencyKey() key: string,
    @Body({ schema: ChargeRequest }) request: ChargeRequest,
    @Res() res: Reply,
  ): Promise<void> {
    crashPoint('request-received');
    const asked = askedCharge(caller, key, request);
    const answer = idempotency.isOn ? await this.chargeOnce(asked) : await this.naively.charge(asked);
    crashPoint('answer-stored');
    await sendAnswer(res, answer);
  }

  private async chargeOnce(asked: AskedCharge): Promise<ReadyAnswer> {
    const waitMs = Math.min(LONGEST_WAIT_MS, callersTimeMs());
    const tell = keyTeller(asked.id);
    const settle = (charge: OpenCharge) => {
      tell(charge.isFirst ? 'new' : 'taken_over');
      // Safe to repeat: the bank moves the money once per reference, and the reference follows from the key.
      return inCallersTime(this.settleCharge.settle(charge, 'bank'));
    };
    const outcome = await withIntent(this.lock, this.ledger, asked, settle, { waitMs, onWait: () => tell('waited') });
    tell(outcome.is === 'key-reused' || outcome.is === 'refused' ? 'conflict' : 'replayed');
    switch (outcome.is) {
      case 'final':
        return readyAnswer(asked.id, outcome.answer, outcome.replayed);
      case 'unknown':
        return processing(asked);
      case 'key-reused':
        throw new KeyReusedError('Nothing was charged');
      case 'in-progress':
        throw new RequestInProgressError({ retryAfterMs: outcome.leaseLeftMs });
      case 'refused':
        throw refusal(asked, outcome.because);
    }
  }
}

function refusal({ orderId }: AskedCharge, because: NotCharged): ShopError {
  switch (because.is) {
    case 'order-taken':
      return new OrderAlreadyChargedError(orderId, because.chargeId);
    case 'never-asked':
      return new BankUnavailableError();
    case 'reference-reused':
      return new KeyReusedError('Nothing was charged');
  }
}

/** 202: the money may have moved. */
function processing({ id, orderId, amountMinor, currency }: AskedCharge): ReadyAnswer {
  const money = fromMinor(amountMinor, currency);
  const body: z.infer<typeof ProcessingCharge> = { id, orderId, status: 'processing', ...money, card: null };
  const answer = jsonAnswer(202, body);
  return { ...answer, headers: { ...answer.headers, location: `/charges/${id}`, 'retry-after': '1' } };
}

export class OrderAlreadyChargedError extends ShopError {
  constructor(orderId: string, chargeId: string) {
    super(`Order ${orderId} has a charge under another key: see /charges/${chargeId}. Nothing more was charged.`, {
      code: 'order-already-charged',
      status: 409,
      members: { orderId, chargeId, charge: `/charges/${chargeId}` },
    });
  }
}

/** 503: nothing was charged, and the key is free. */
export class BankUnavailableError extends ShopError {
  constructor(cause?: unknown) {
    super('The bank cannot be reached right now. Nothing was charged; the same key may be sent again.', {
      code: 'bank-unavailable',
      status: 503,
      retryAfterMs: 1 * SECOND,
      cause,
      retryAllowed: false, // payment itself is alive: a dead bank must not open the breaker on it
    });
  }
}
