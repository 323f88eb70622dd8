import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { ProductId } from '@watertight/contracts';
import { MAX_QUANTITY } from '@watertight/contracts/checkout';
import type { FastifyReply } from 'fastify';
import { Checkout } from '../clients/checkout.ts';
import { fieldsOf, quantityOf, seeOther } from '../layout/forms.ts';
import { Header } from '../layout/header.ts';
import { answerPage } from '../layout/page.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { badProduct, badQuantity, basketRefusalOf, basketRefusalPage } from './basket-refusal.ts';

/** `POST /basket/lines/:id`: how many of a thing the basket holds; 0 takes it out. A line's id is its product's. */
@Controller('basket/lines/:id')
export class ChangeLine {
  constructor(
    private readonly header: Header,
    private readonly checkout: Checkout,
  ) {}

  @Post()
  async handle(
    @Param('id') id: string,
    @Body() body: unknown,
    @ThisVisit() visit: Visit,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AsyncGenerator<string> | ''> {
    const typed = fieldsOf(body, ['quantity']);
    const productId = ProductId.safeParse(id).data;
    const quantity = quantityOf(typed.quantity);
    const again = { action: `/basket/lines/${encodeURIComponent(id)}`, productId: id, ...typed };
    const reason = productId === undefined ? badProduct : quantity <= MAX_QUANTITY ? undefined : badQuantity;
    if (productId === undefined || reason !== undefined) {
      return answerPage(reply, visit, basketRefusalPage(reason ?? badProduct, again, this.header.ask(visit)));
    }
    try {
      if (visit.basketId !== undefined) await this.checkout.changeLine(visit.basketId, { productId, quantity }, visit);
    } catch (error) {
      return answerPage(reply, visit, basketRefusalPage(basketRefusalOf(error), again, this.header.ask(visit)));
    }
    return seeOther(reply, '/basket');
  }
}
