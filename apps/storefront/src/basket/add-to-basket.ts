import { randomUUID } from 'node:crypto';
import { Body, Controller, Post, Res } from '@nestjs/common';
import { ProductId } from '@watertight/contracts';
import { MAX_QUANTITY } from '@watertight/contracts/checkout';
import { isProblem } from '@watertight/service-kit';
import type { FastifyReply } from 'fastify';
import { Checkout } from '../clients/checkout.ts';
import { fieldsOf, keyInOrNew, quantityOf, seeOther } from '../layout/forms.ts';
import { Header } from '../layout/header.ts';
import { answerPage } from '../layout/page.ts';
import { setCookie, ThisVisit, type Visit } from '../layout/visit.ts';
import { badProduct, badQuantity, basketRefusalOf, basketRefusalPage } from './basket-refusal.ts';

/** `POST /basket/lines`: puts pieces into the basket, once per form; the first one begins it. */
@Controller('basket/lines')
export class AddToBasket {
  constructor(
    private readonly header: Header,
    private readonly checkout: Checkout,
  ) {}

  @Post()
  async handle(
    @Body() body: unknown,
    @ThisVisit() visit: Visit,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AsyncGenerator<string> | ''> {
    const { idempotencyKey: typedKey, ...typed } = fieldsOf(body, ['productId', 'quantity', 'idempotencyKey']);
    const idempotencyKey = keyInOrNew(typedKey);
    const productId = ProductId.safeParse(typed.productId).data;
    const quantity = quantityOf(typed.quantity);
    const again = { action: '/basket/lines', ...typed, idempotencyKey };
    const reason =
      productId === undefined ? badProduct : quantity >= 1 && quantity <= MAX_QUANTITY ? undefined : badQuantity;
    if (productId === undefined || reason !== undefined) {
      return answerPage(reply, visit, basketRefusalPage(reason ?? badProduct, again, this.header.ask(visit)));
    }
    try {
      const basketId = await this.add({ productId, quantity }, idempotencyKey, visit);
      if (basketId !== visit.basketId) setCookie(reply, 'wt_basket', basketId);
      return seeOther(reply, '/basket');
    } catch (error) {
      return answerPage(reply, visit, basketRefusalPage(basketRefusalOf(error), again, this.header.ask(visit)));
    }
  }

  /** Returns the basket's id: a new one where none was begun, and where checkout refuses the visitor's. */
  private async add(line: { productId: string; quantity: number }, formKey: string, visit: Visit): Promise<string> {
    // Another number typed into the same form is another wish, not the same one sent twice.
    const key = `${formKey}:${line.productId}:${line.quantity}`;
    if (visit.basketId !== undefined) {
      try {
        await this.checkout.addLine(visit.basketId, line, key, visit);
        return visit.basketId;
      } catch (error) {
        if (!isProblem(error, 'invalid-request')) throw error;
      }
    }
    const basketId = randomUUID();
    await this.checkout.addLine(basketId, line, key, visit);
    return basketId;
  }
}
