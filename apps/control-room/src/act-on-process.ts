import { Controller, Param, Post, Redirect } from '@nestjs/common';
import { ProcessVerb } from '@watertight/contracts/supervisor';
import { z } from 'zod';
import { Supervisor } from './supervisor.ts';

const Act = z.object({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'the name of a process, for example comments'),
  verb: ProcessVerb,
});

/** `POST /processes/:name/:verb`: a form of the screen; back to it when the supervisor has done it. */
@Controller()
export class ActOnProcess {
  constructor(private readonly supervisor: Supervisor) {}

  @Post('processes/:name/:verb')
  @Redirect('/', 303)
  async handle(@Param({ schema: Act }) { name, verb }: z.infer<typeof Act>): Promise<void> {
    await this.supervisor.act(name, verb);
  }
}
