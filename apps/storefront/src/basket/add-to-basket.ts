import { randomUUID } from 'node:crypto';
import { Body, Controller, Post } from '@nestjs/common';
import { ProductId } from '@watertight/contracts';
import { MAX_QUANTITY } from '@watertight/contracts/checkout';
import { isProblem } from '@watertight/service-kit';
import { Checkout } from '../clients/checkout.ts';
import { VisitorLimits } from '../clients/visitor-limits.ts';
import { fieldsOf, keyInOrNew, quantityOf, seeOther } from '../layout/forms.ts';
import { type PageAnswer, Pages } from '../layout/page.ts';
import { setCookie } from '../layout/cookies.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { badProduct, badQuantity, basketErrorPages, basketRefusalPage } from './basket-refusal.ts';

/** `POST /basket/lines`: puts pieces into the basket, once per form; the first one begins it. */
@Controller('basket/lines')
export class AddToBasket {
  constructor(
    private readonly pages: Pages,
    private readonly checkout: Checkout,
    private readonly limits: VisitorLimits,
  ) {}

  @Post()
  handle(@Body() body: unknown, @ThisVisit() visit: Visit): Promise<PageAnswer> {
    const { idempotencyKey: typedKey, ...typed } = fieldsOf(body, ['productId', 'quantity', 'idempotencyKey']);
    const idempotencyKey = keyInOrNew(typedKey);
    const again = { action: '/basket/lines', ...typed, idempotencyKey };
    const productId = ProductId.safeParse(typed.productId).data;
    const quantity = quantityOf(typed.quantity);
    if (productId === undefined) return this.pages.page(visit, { show: () => basketRefusalPage(badProduct, again) });
    if (!(quantity >= 1 && quantity <= MAX_QUANTITY))
      return this.pages.page(visit, { show: () => basketRefusalPage(badQuantity, again) });
    return this.pages.page(visit, {
      critical: ({ leftMs }) => this.add({ productId, quantity }, idempotencyKey, visit, leftMs),
      show: basketId => {
        setCookie(visit, 'wt_basket', basketId); // also where it is the same: its time begins anew
        return seeOther(visit, '/basket');
      },
      ...basketErrorPages(again),
    });
  }

  /** Returns the basket's id: a new one where none was begun, and where checkout refuses the visitor's. */
  private async add(
    line: { productId: string; quantity: number },
    formKey: string,
    visit: Visit,
    leftMs: () => number,
  ): Promise<string> {
    await this.limits.take('baskets');
    // Another number typed into the same form is another request, not the same one sent twice.
    const key = `${formKey}:${line.productId}:${line.quantity}`;
    if (visit.basketId !== undefined) {
      try {
        await this.checkout.addLine(visit.basketId, line, key, leftMs());
        return visit.basketId;
      } catch (error) {
        if (!isProblem(error, 'invalid-request')) throw error;
      }
    }
    const basketId = randomUUID();
    await this.checkout.addLine(basketId, line, key, leftMs());
    return basketId;
  }
}
