import { Controller, Param, Query } from '@nestjs/common';
import { type Charge, payment, type StoryLine } from '@watertight/contracts/payment';
import { Caller, Serves, ShopError } from '@watertight/service-kit';
import { chargeId } from './charge/charge-id.ts';
import { Ledger } from './ledger/ledger.ts';
import { Story } from './ledger/story.ts';

/** `GET /charges/:chargeId` and `GET /charges?key=…`: one charge, by its id or by the key its caller made it with. */
@Controller()
export class ReadCharge {
  constructor(private readonly ledger: Ledger) {}

  /** @throws ChargeNotFoundError (404) no charge has this id */
  @Serves(payment.readCharge)
  async read(@Param({ schema: payment.readCharge.params }) { chargeId: id }: { chargeId: string }): Promise<Charge> {
    return this.find(id);
  }

  /** @throws ChargeNotFoundError (404) this caller has no charge with the key, or it was taken back before it was sent */
  @Serves(payment.findCharge)
  async findByKey(
    @Caller() caller: string,
    @Query({ schema: payment.findCharge.query }) { key }: { key: string },
  ): Promise<Charge> {
    return this.find(chargeId(caller, key));
  }

  private async find(id: string): Promise<Charge> {
    const charge = await this.ledger.find(id);
    if (charge === undefined) throw new ChargeNotFoundError();
    return charge;
  }
}

export class ChargeNotFoundError extends ShopError {
  constructor() {
    super('There is no such charge.', { code: 'charge-not-found', status: 404 });
  }
}

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
