import { Injectable } from '@nestjs/common';
import { recommendations } from '@watertight/contracts/recommendations';
import { httpClient } from '@watertight/service-kit';
import { config } from '../config.ts';
import { policies } from '../policies.ts';
import { isContent, ok, optionalCall } from './availability.ts';

/** The ids of recommended products, or what replaces them; the cards of the ids are search's. */
@Injectable()
export class Recommendations {
  private readonly recommendations = httpClient(recommendations, policies.recommendations, config.recommendationsUrls);
  private readonly inBackground = httpClient(recommendations, policies.bestsellers, config.recommendationsUrls);

  async boughtTogether(productId: string, deadlineMs: number) {
    const answer = await this.recommendations.boughtTogether({ params: { productId } }, optionalCall(deadlineMs));
    return isContent(answer) ? answer : ok(answer.productIds);
  }

  async bestsellers(deadlineMs: number) {
    const answer = await this.recommendations.bestsellers({}, optionalCall(deadlineMs));
    return isContent(answer) ? answer : ok(answer.productIds);
  }

  /** The bestsellers to be kept for later: no visitor waits for them now. */
  async bestsellersInBackground(deadlineMs: number) {
    const answer = await this.inBackground.bestsellers({}, optionalCall(deadlineMs));
    return isContent(answer) ? answer : ok(answer.productIds);
  }
}
