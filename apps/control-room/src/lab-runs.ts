import { Body, Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { ShopError } from '@watertight/service-kit';
import { z } from 'zod';
import { LabLease, type LabRun } from './lab-lease.ts';
import { obstacleIn } from './shop-is-whole.ts';
import { CurrentState } from './state.ts';
import { Supervisor } from './supervisor.ts';
import { Switchboard } from './switchboard.ts';
import { Visitors } from './visitors.ts';

const LONGEST_RUN_S = 600;

const RunForm = z.object({
  experiment: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'the name of an experiment, for example news'),
  /** After this time the shop is healed, whether the lab has ended the run or not. */
  seconds: z.int().min(1).max(LONGEST_RUN_S),
});
const RunPlace = z.object({ id: z.uuid() });

/** Lends the whole shop to one experiment of `npm run lab`, and heals it afterwards, even if the lab was killed. */
@Controller('api/lab/runs')
export class LabRuns {
  private perSecondBefore = 0;

  constructor(
    private readonly lease: LabLease,
    private readonly state: CurrentState,
    private readonly switchboard: Switchboard,
    private readonly visitors: Visitors,
    private readonly supervisor: Supervisor,
  ) {}

  /** Sends the visitors home, so that the experiment counts only its own requests. */
  @Post()
  async start(@Body({ schema: RunForm }) { experiment, seconds }: z.infer<typeof RunForm>): Promise<LabRun> {
    this.state.forget();
    const state = await this.state.read();
    const obstacle = obstacleIn({ ...state, lab: this.lease.current });
    if (obstacle !== undefined) throw new ShopError(obstacle, { code: 'shop-not-free', status: 409 });
    const run = this.lease.take(experiment, seconds, () => void this.heal());
    this.perSecondBefore = state.visitors?.report?.perSecond ?? 0;
    if (this.perSecondBefore > 0) await this.visitors.setRate(0);
    this.state.forget();
    return run;
  }

  /** Succeeds also if the run has ended by itself. */
  @Delete(':id')
  @HttpCode(204)
  async end(@Param({ schema: RunPlace }) { id }: z.infer<typeof RunPlace>): Promise<void> {
    if (this.lease.current?.id === id) await this.heal();
  }

  private async heal(): Promise<void> {
    await this.supervisor.reviveAll();
    await this.switchboard.heal();
    if (this.perSecondBefore > 0) await this.visitors.setRate(this.perSecondBefore).catch(() => undefined); // the screen says that they are dead
    this.lease.end();
    this.state.forget();
  }
}
