import { Body, Controller, Param, Post, Redirect } from '@nestjs/common';
import { AppName } from '@watertight/contracts';
import { FaultName } from '@watertight/contracts/ops';
import { z } from 'zod';
import { type Fault, Switchboard } from './switchboard.ts';

const Chosen = z.record(z.string().max(40), z.string().max(200)).and(z.object({ service: AppName, kind: FaultName }));
const Named = z.object({ service: AppName, name: FaultName });

/** The numbers of a kind that needs some, where the form is sent without. */
const usual: Record<string, Record<string, unknown>> = {
  slow: { delayMs: 2000 },
  'slow-after': { delayMs: 2000 },
};

/** Breaks a service on purpose and mends it: forms of the screen, which `npm run shop fault` sends as well. */
@Controller()
export class BreakService {
  constructor(private readonly switchboard: Switchboard) {}

  @Post('faults')
  @Redirect('/#faults', 303)
  async break(@Body({ schema: Chosen }) { service, ...form }: z.infer<typeof Chosen>): Promise<void> {
    await this.switchboard.break(service, faultOf(form));
  }

  @Post('services/:service/faults/:name/stop')
  @Redirect('/#faults', 303)
  async mend(@Param({ schema: Named }) { service, name }: z.infer<typeof Named>): Promise<void> {
    await this.switchboard.mend(service, name);
  }

  @Post('faults/stop')
  @Redirect('/#faults', 303)
  async mendAll(): Promise<void> {
    await this.switchboard.mendAll();
  }
}

/** Makes a fault of a form: what was left empty is left out, digits are a number, and `match.caller` is a field of `match`. */
function faultOf({ kind = '', ...form }: Record<string, string>): Fault {
  const given = Object.entries(form).filter(([, value]) => value !== '');
  const isMatch = ([name]: [string, string]) => name.startsWith('match.');
  const own = given
    .filter(each => !isMatch(each))
    .map(([name, value]) => [name, /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value]);
  const match = given.filter(isMatch).map(([name, value]) => [name.slice('match.'.length), value]);
  const fields = Object.fromEntries(own) as Record<string, unknown>;
  const isBare = !['delayMs', 'p50Ms', 'p99Ms'].some(name => name in fields);
  return { ...(isBare && usual[kind]), ...fields, kind, ...(match.length > 0 && { match: Object.fromEntries(match) }) };
}
