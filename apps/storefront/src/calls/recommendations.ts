import { Injectable } from '@nestjs/common';
import { recommendations } from '@watertight/contracts/recommendations';
import { httpClient } from '@watertight/service-kit';
import { config } from '../config.ts';
import { isPart, ok, type Part } from '../part.ts';
import { policies } from '../policies.ts';

/** What goes with what: ids only, the tiles are search's. */
@Injectable()
export class Recommendations {
  private readonly recommendations = httpClient(recommendations, policies.recommendations, config.recommendationsUrls);

  async boughtTogether(productId: string, deadlineMs: number): Promise<Part<string[]>> {
    const answer = await this.recommendations.boughtTogether({ params: { productId } }, { deadlineMs, ornament: true });
    return isPart(answer) ? answer : ok(answer.productIds);
  }

  async bestsellers(deadlineMs: number): Promise<Part<string[]>> {
    const answer = await this.recommendations.bestsellers({}, { deadlineMs, ornament: true });
    return isPart(answer) ? answer : ok(answer.productIds);
  }
}
