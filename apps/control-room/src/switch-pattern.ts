import { Controller, Param, Post, Redirect } from '@nestjs/common';
import { AppName } from '@watertight/contracts';
import { Pattern } from '@watertight/contracts/ops';
import { z } from 'zod';
import { cardId, serviceId } from './screen/ids.ts';
import { Switchboard } from './switchboard.ts';

const Switched = z.object({
  service: AppName,
  policy: z.string().regex(/^[A-Za-z][\w-]{0,79}$/, 'the name of a policy, for example search'),
  pattern: Pattern,
  // Says where to, not "the other way": pressed twice, or in two tabs at once, it comes to the same.
  to: z.enum(['on', 'off']),
});
const Made = z.object({ service: AppName });

/** The switches of the screen: a form each, and back to the policy it belongs to. */
@Controller()
export class SwitchPattern {
  constructor(private readonly switchboard: Switchboard) {}

  @Post('policies/:service/:policy/:pattern/:to')
  @Redirect('/', 303)
  async switch(@Param({ schema: Switched }) { service, policy, pattern, to }: z.infer<typeof Switched>) {
    await this.switchboard.switch(service, policy, pattern, to === 'on');
    return { url: `/#${cardId(service, policy)}` };
  }

  @Post('services/:service/reset')
  @Redirect('/', 303)
  async makeNew(@Param({ schema: Made }) { service }: z.infer<typeof Made>) {
    await this.switchboard.reset(service);
    return { url: `/#${serviceId(service)}` };
  }
}
