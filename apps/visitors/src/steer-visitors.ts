import { Body, Controller, UseGuards } from '@nestjs/common';
import { visitors as contract, VisitorsRate, type VisitorsReport } from '@watertight/contracts/visitors';
import { OpsOnly, Serves } from '@watertight/service-kit';
import { config } from './config.ts';
import { OrderTotalsReader } from './order-totals.ts';
import { Visitors } from './visitors.ts';

const WORST = 4;

/** `/ops/visitors`: what the visitors get, and how many there are. */
@Controller()
@UseGuards(new OpsOnly(config.opsToken))
export class SteerVisitors {
  constructor(
    private readonly visitors: Visitors,
    private readonly totals: OrderTotalsReader,
  ) {}

  @Serves(contract.readVisitors)
  read(): VisitorsReport {
    return {
      perSecond: this.visitors.perSecond,
      shops: [...this.visitors.read()],
      worstPages: [...this.visitors.pages.worst(WORST)],
      totals: this.totals.read() ?? null,
      comparison: this.totals.comparison() ?? null,
    };
  }

  @Serves(contract.setVisitors)
  set(@Body({ schema: VisitorsRate }) { perSecond }: VisitorsRate): VisitorsReport {
    this.visitors.perSecond = perSecond;
    return this.read();
  }
}
