import { Body, Controller, Post, Redirect } from '@nestjs/common';
import { z } from 'zod';
import { Visitors } from './visitors.ts';

const Wanted = z.object({
  perSecond: z
    .string()
    .regex(/^\d{1,3}$/, 'whole pages a second from 0 to 100')
    .transform(Number)
    .refine(rate => rate <= 100, 'whole pages a second from 0 to 100'),
});

/** `POST /visitors`: how many pages a second visitors open from now on. */
@Controller()
export class SetVisitors {
  constructor(private readonly visitors: Visitors) {}

  @Post('visitors')
  @Redirect('/', 303)
  async handle(@Body({ schema: Wanted }) { perSecond }: z.infer<typeof Wanted>): Promise<void> {
    await this.visitors.setRate(perSecond);
  }
}
