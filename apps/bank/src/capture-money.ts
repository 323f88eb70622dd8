import { setTimeout as sleep } from 'node:timers/promises';
import { Body, Controller, Param, Res } from '@nestjs/common';
import { type Money, toMinor } from '@watertight/contracts';
import { bank, type Capture, CaptureRequest } from '@watertight/contracts/bank';
import { type Reply, Serves, shielded, ShopError } from '@watertight/service-kit';
import { Captures } from './captures.ts';
import { config } from './config.ts';
import { type Manner, testCard } from './test-cards.ts';

/** What recording may take after the caller has gone, besides any dawdling. */
const RECORD_WITHIN_MS = 5000;

/** `PUT /captures/:reference`: moves the money once per reference, and answers the same for ever. */
@Controller()
export class CaptureMoney {
  constructor(private readonly captures: Captures) {}

  /** @throws ReferenceReusedError (409) the reference stands for another amount */
  @Serves(bank.capture)
  async handle(
    @Param({ schema: bank.capture.params }) { reference }: { reference: string },
    @Body({ schema: CaptureRequest }) request: CaptureRequest,
    @Res() res: Reply,
  ): Promise<void> {
    const { manner } = testCard(request.cardToken);
    // A bank does not stop because the shop has hung up: what arrived is done, however late.
    const { capture, first } = await shielded(config.dawdleMs + RECORD_WITHIN_MS, async () => {
      if (manner === 'slow') await sleep(config.dawdleMs);
      return this.capture(reference, request);
    });
    if (first && keepsTheAnswer(manner, res)) return;
    await res.send(capture);
  }

  private async capture(reference: string, request: CaptureRequest): Promise<{ capture: Capture; first: boolean }> {
    const { card, declineReason } = testCard(request.cardToken);
    const amountMinor = toMinor(request);
    const { currency, memo } = request;
    const status = declineReason === null ? 'captured' : 'declined';
    const decision = { reference, status, declineReason, amountMinor, currency, card, memo } as const;
    const recorded = await this.captures.record(decision);
    refuseReuse(recorded.capture, request);
    return recorded;
  }
}

/** Returns true when the caller gets no answer: the money has moved, and the shop has to find out. */
function keepsTheAnswer(manner: Manner, res: Reply): boolean {
  if (manner !== 'loses-first-answer' && manner !== 'silent-at-first') return false;
  res.hijack(); // fastify sends nothing; a silent connection lasts until its caller loses patience
  if (manner === 'loses-first-answer') res.raw.destroy();
  return true;
}

/** @throws ReferenceReusedError (409) the reference stands for another amount */
export function refuseReuse(capture: Capture, money: Money): void {
  if (capture.amount !== money.amount || capture.currency !== money.currency) throw new ReferenceReusedError(capture);
}

export class ReferenceReusedError extends ShopError {
  constructor({ reference, amount, currency }: Pick<Capture, 'reference' | 'amount' | 'currency'>) {
    super(`Reference ${reference} stands for ${amount} ${currency}; another amount needs another reference.`, {
      code: 'reference-reused',
      status: 409,
    });
  }
}
