import { Controller, HttpCode, Post, Redirect } from '@nestjs/common';
import { checkout } from '@watertight/contracts/checkout';
import { httpClient } from '@watertight/service-kit';
import { explainCallError } from './call-errors.ts';
import { config } from './config.ts';
import { policies } from './policies.ts';
import { CurrentState } from './state.ts';

/** Sends events again that checkout has put aside: a button of the screen, and `npm run shop resend`. */
@Controller()
export class SendAgain {
  private readonly checkout = httpClient(checkout, policies.outbox, config.checkoutUrls, { bearer: config.opsToken });

  constructor(private readonly state: CurrentState) {}

  /** Leads back to checkout, where the button stands. */
  @Post('outbox/send-again')
  @Redirect('/?at=checkout', 303)
  async press(): Promise<void> {
    await this.sendAgain();
    this.state.forget();
  }

  @Post('api/outbox/send-again')
  @HttpCode(200)
  async sendAgain(): Promise<{ events: number }> {
    return this.checkout.sendAgain({}).catch((error: unknown) => Promise.reject(explainCallError('checkout', error)));
  }
}
