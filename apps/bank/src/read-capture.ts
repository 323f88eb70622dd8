import { Controller, Param } from '@nestjs/common';
import { bank, type Capture } from '@watertight/contracts/bank';
import { Serves, ShopError } from '@watertight/service-kit';
import { Captures } from './captures.ts';

/** `GET /captures/:reference`: what became of a reference. Not found is not "failed": the request may still arrive. */
@Controller()
export class ReadCapture {
  constructor(private readonly captures: Captures) {}

  /** @throws CaptureNotFoundError (404) the bank has not seen the reference yet */
  @Serves(bank.readCapture)
  async handle(@Param({ schema: bank.readCapture.params }) { reference }: { reference: string }): Promise<Capture> {
    const capture = await this.captures.find(reference);
    if (capture === undefined) throw new CaptureNotFoundError(reference);
    return capture;
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
