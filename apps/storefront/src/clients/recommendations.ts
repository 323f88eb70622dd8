import { Injectable } from '@nestjs/common';
import { recommendations } from '@watertight/contracts/recommendations';
import { httpClient } from '@watertight/service-kit';
import { config } from '../config.ts';
import { isContent, ok, type Content } from './availability.ts';
import { policies } from '../policies.ts';

/** What goes with what: ids only, the tiles are search's. */
@Injectable()
export class Recommendations {
  private readonly recommendations = httpClient(recommendations, policies.recommendations, config.recommendationsUrls);
  private readonly inBackground = httpClient(recommendations, policies.bestsellers, config.recommendationsUrls);

  async boughtTogether(productId: string, deadlineMs: number): Promise<Content<string[]>> {
    const answer = await this.recommendations.boughtTogether({ params: { productId } }, { deadlineMs, ornament: true });
    return isContent(answer) ? answer : ok(answer.productIds);
  }

  bestsellers(deadlineMs: number): Promise<Content<string[]>> {
    return this.bestsellersBy(this.recommendations, deadlineMs);
  }

  /** To be kept for later: nobody waits for them now. */
  bestsellersInBackground(deadlineMs: number): Promise<Content<string[]>> {
    return this.bestsellersBy(this.inBackground, deadlineMs);
  }

  private async bestsellersBy(client: typeof this.recommendations, deadlineMs: number): Promise<Content<string[]>> {
    const answer = await client.bestsellers({}, { deadlineMs, ornament: true });
    return isContent(answer) ? answer : ok(answer.productIds);
  }
}
