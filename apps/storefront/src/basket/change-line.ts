import { Body, Controller, Param, Post } from '@nestjs/common';
import { ProductId } from '@watertight/contracts';
import { MAX_QUANTITY } from '@watertight/contracts/checkout';
import { Checkout } from '../clients/checkout.ts';
import { VisitorLimits } from '../clients/visitor-limits.ts';
import { fieldsOf, quantityOf, seeOther } from '../layout/forms.ts';
import { type PageAnswer, Pages } from '../layout/page.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { badProduct, badQuantity, basketErrorPages, basketRefusalPage } from './basket-refusal.ts';

/** `POST /basket/lines/:id`: how many of a thing the basket holds; 0 takes it out. A line's id is its product's. */
@Controller('basket/lines/:id')
export class ChangeLine {
  constructor(
    private readonly pages: Pages,
    private readonly checkout: Checkout,
    private readonly limits: VisitorLimits,
  ) {}

  @Post()
  handle(@Param('id') id: string, @Body() body: unknown, @ThisVisit() visit: Visit): Promise<PageAnswer> {
    const typed = fieldsOf(body, ['quantity']);
    const again = { action: `/basket/lines/${encodeURIComponent(id)}`, productId: id, ...typed };
    const productId = ProductId.safeParse(id).data;
    const quantity = quantityOf(typed.quantity);
    if (productId === undefined) return this.pages.page(visit, { show: () => basketRefusalPage(badProduct, again) });
    if (!(quantity <= MAX_QUANTITY))
      return this.pages.page(visit, { show: () => basketRefusalPage(badQuantity, again) });
    return this.pages.page(visit, {
      critical: async ({ leftMs }) => {
        if (visit.basketId === undefined) return;
        await this.limits.take('baskets');
        await this.checkout.changeLine(visit.basketId, { productId, quantity }, leftMs());
      },
      show: () => seeOther(visit, '/basket'),
      ...basketErrorPages(again),
    });
  }
}
