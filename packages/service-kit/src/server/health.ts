import { Controller, Get, Inject, Optional } from '@nestjs/common';
import { HealthCheck, HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { Database } from '../database/database.ts';
import { lifecycle } from './lifecycle.ts';

/**
 * Three different questions. `live`: does the event loop answer, whatever its dependencies do?
 * `ready`: could another replica do better? `details`: what state are the databases in?
 */
@Controller('health')
export class Health {
  constructor(
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(HealthIndicatorService) private readonly indicator: HealthIndicatorService,
    @Optional() @Inject(Database) private readonly database?: Database,
  ) {}

  @Get('live')
  @HealthCheck()
  live() {
    return this.health.check([]);
  }

  @Get('ready')
  @HealthCheck()
  ready() {
    const service = this.indicator.check('service');
    const state = { phase: lifecycle.phase, stalled: lifecycle.stalled };
    return this.health.check([() => (lifecycle.ready ? service.up(state) : service.down(state))]);
  }

  @Get('details')
  @HealthCheck()
  details() {
    const postgres = this.indicator.check('postgres');
    return this.health.check([
      async () => {
        const state = await this.database?.state();
        if (state === undefined) return postgres.up({ owned: false });
        return state.reachable ? postgres.up(state) : postgres.down(state);
      },
    ]);
  }
}
