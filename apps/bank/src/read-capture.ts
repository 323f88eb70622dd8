import { Controller, Param, Query } from '@nestjs/common';
import { bank, type Capture, type ListedCapture, type ListedRefund } from '@watertight/contracts/bank';
import { Serves, ShopError } from '@watertight/service-kit';
import { Captures } from './captures.ts';
import { Refunds } from './refunds.ts';

const PAGE = 500;

/** `GET /captures/:reference`, its refunds, and `GET /captures?since=…`: what became of references. Not found is not "failed": the request may still arrive. */
@Controller()
export class ReadCapture {
  constructor(
    private readonly captures: Captures,
    private readonly refunds: Refunds,
  ) {}

  /** @throws CaptureNotFoundError (404) the bank has not seen the reference yet */
  @Serves(bank.readCapture)
  async handle(@Param({ schema: bank.readCapture.params }) { reference }: { reference: string }): Promise<Capture> {
    const capture = await this.captures.find(reference);
    if (capture === undefined) throw new CaptureNotFoundError(reference);
    return capture;
  }

  @Serves(bank.listRefunds)
  async listRefunds(
    @Param({ schema: bank.listRefunds.params }) { reference }: { reference: string },
  ): Promise<{ refunds: ListedRefund[] }> {
    return { refunds: await this.refunds.listOf(reference) };
  }

  @Serves(bank.listCaptures)
  async list(
    @Query({ schema: bank.listCaptures.query }) { since, after }: { since: string; after?: string },
  ): Promise<{ captures: ListedCapture[]; next: string | null }> {
    const captures = await this.captures.list(since, after, PAGE);
    return { captures, next: captures.length < PAGE ? null : (captures.at(-1)?.reference ?? null) };
  }
}

export class CaptureNotFoundError extends ShopError {
  constructor(reference: string) {
    super(`The bank has not seen reference ${reference}; a request for it may still arrive.`, {
      code: 'capture-not-found',
      status: 404,
    });
  }
}
