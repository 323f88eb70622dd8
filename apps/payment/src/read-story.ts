import { Controller, Param } from '@nestjs/common';
import { payment, type StoryLine } from '@watertight/contracts/payment';
import { Serves } from '@watertight/service-kit';
import { Story } from './ledger/story.ts';
import { ChargeNotFoundError } from './read-charge.ts';

/** `GET /charges/:chargeId/story`: what happened to a charge, line by line. */
@Controller()
export class ReadStory {
  constructor(private readonly story: Story) {}

  /** @throws ChargeNotFoundError (404) this charge was never requested */
  @Serves(payment.readStory)
  async handle(
    @Param({ schema: payment.readStory.params }) { chargeId }: { chargeId: string },
  ): Promise<{ chargeId: string; lines: StoryLine[] }> {
    const lines = await this.story.of(chargeId);
    if (lines.length === 0) throw new ChargeNotFoundError();
    return { chargeId, lines };
  }
}
