import { Controller, Param, Post, Redirect } from '@nestjs/common';
import { z } from 'zod';
import { patternNames } from './screen/patterns.ts';
import { CurrentState } from './state.ts';
import { Switchboard } from './switchboard.ts';

const Switched = z.object({ pattern: z.enum([...patternNames, 'all']), to: z.enum(['on', 'off']) });

/** `POST /patterns/:pattern/:to`: a pattern of every policy of the whole shop, or all patterns, on or off. */
@Controller()
export class SwitchEverywhere {
  constructor(
    private readonly switchboard: Switchboard,
    private readonly state: CurrentState,
  ) {}

  @Post('patterns/:pattern/:to')
  @Redirect('/#patterns', 303)
  async handle(@Param({ schema: Switched }) { pattern, to }: z.infer<typeof Switched>): Promise<void> {
    const { services } = await this.state.read();
    await this.switchboard.switchEverywhere(pattern === 'all' ? patternNames : [pattern], to === 'on', services);
  }
}
