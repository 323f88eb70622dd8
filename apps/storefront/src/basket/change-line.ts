import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { ProductId } from '@watertight/contracts';
import { MAX_QUANTITY } from '@watertight/contracts/checkout';
import type { FastifyReply } from 'fastify';
import { Checkout } from '../clients/checkout.ts';
import { fieldsOf, quantityOf, seeOther } from '../layout/forms.ts';
import { Masthead } from '../layout/header.ts';
import { answerPage } from '../layout/page.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { badProduct, badQuantity, basketTroubleOf, basketTroublePage } from './basket-problem.ts';

/** `POST /basket/lines/:id`: how many of a thing the basket holds; 0 takes it out. A line's id is its product's. */
@Controller('basket/lines/:id')
export class ChangeLine {
  constructor(
    private readonly masthead: Masthead,
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
    const trouble = productId === undefined ? badProduct : quantity <= MAX_QUANTITY ? undefined : badQuantity;
    if (productId === undefined || trouble !== undefined) {
      return answerPage(reply, visit, basketTroublePage(trouble ?? badProduct, again, this.masthead.ask(visit)));
    }
    try {
      if (visit.basketId !== undefined) await this.checkout.changeLine(visit.basketId, { productId, quantity }, visit);
    } catch (error) {
      return answerPage(reply, visit, basketTroublePage(basketTroubleOf(error), again, this.masthead.ask(visit)));
    }
    return seeOther(reply, '/basket');
  }
}
