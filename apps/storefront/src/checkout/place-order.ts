import { createHash, randomUUID } from 'node:crypto';
import { Body, Controller, Post, Res } from '@nestjs/common';
import type { Basket } from '@watertight/contracts/checkout';
import type { FastifyReply } from 'fastify';
import { emptyBasket } from '../basket/basket-lines.ts';
import { Checkout } from '../clients/checkout.ts';
import { seeOther } from '../layout/forms.ts';
import { Header, type HeaderData } from '../layout/header.ts';
import { answerPage } from '../layout/page.ts';
import { setCookie, ThisVisit, type Visit } from '../layout/visit.ts';
import { beingConfirmed, checkoutForm, type Draft, versionsOf } from './checkout-form.ts';
import { checkoutPage } from './checkout-page.ts';
import { type Outcome, outcomeOf, type Refused, invalidForm, formWithoutKey } from './order-outcomes.ts';
import { draftOf, orderOf } from './order-request.ts';

type Answer = AsyncGenerator<string> | '';

/** One press of "Pay". */
interface Attempt {
  readonly visit: Visit;
  readonly reply: FastifyReply;
  readonly header: HeaderData;
  readonly basketId: string;
  readonly draft: Draft;
}

/** `POST /checkout`: one order per key, however often the form is sent; 303 to it, or the form with what stands in the way. */
@Controller('checkout')
export class PlaceOrderForm {
  constructor(
    private readonly header: Header,
    private readonly checkout: Checkout,
  ) {}

  @Post()
  async handle(
    @Body() body: unknown,
    @ThisVisit() visit: Visit,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer> {
    const { basketId } = visit;
    const header = this.header.ask(visit);
    if (basketId === undefined) {
      return answerPage(reply, visit, checkoutPage({ body: emptyBasket, basket: undefined, header, status: 409 }));
    }
    const typed = { visit, reply, header, basketId, draft: draftOf(body) };
    if (typed.draft.idempotencyKey === '') return this.formAgain(typed, formWithoutKey);
    const attempt = await this.withVersions(typed);
    const outcome = await this.place(attempt);
    switch (outcome.is) {
      case 'ordered':
        return seeOther(reply, `/orders/${outcome.orderId}`);
      case 'refused':
        return this.formAgain(attempt, outcome);
      case 'unknown': {
        rememberUnanswered(reply, attempt.draft.idempotencyKey);
        const till = { body: beingConfirmed(attempt.draft), basket: undefined, header, status: 202 };
        return answerPage(reply, visit, checkoutPage(till));
      }
    }
  }

  private async place({ basketId, draft, header, visit }: Attempt): Promise<Outcome> {
    const account = await header.account;
    const customerId = account.state === 'ok' ? account.value?.id : undefined;
    const asked = orderOf(draft, { basketId, ...(customerId !== undefined && { customerId }) });
    if ('broken' in asked) return invalidForm(asked.broken);
    try {
      const { id } = await this.checkout.placeOrder(asked.order, draft.idempotencyKey, visit);
      return { is: 'ordered', orderId: id };
    } catch (error) {
      return outcomeOf(error, { wasUnanswered: wasUnanswered(visit, draft.idempotencyKey) });
    }
  }

  /** The form as it was typed, at the prices of now. A new key where the old one is used up. */
  private async formAgain({ reply, visit, header, draft }: Attempt, refusal: Refused): Promise<Answer> {
    const basket = await this.basketOfNow(visit);
    const { note, status, keepsKey, broken } = refusal;
    const next = {
      ...draft,
      idempotencyKey: keepsKey ? draft.idempotencyKey : randomUUID(),
      priceVersions: basket === undefined ? draft.priceVersions : versionsOf(basket.lines),
    };
    const body = checkoutForm({ basket, draft: next, note, ...(broken !== undefined && { broken }) });
    return answerPage(reply, visit, checkoutPage({ body, basket, header, status }));
  }

  /** A client that states no versions buys at the prices of now. */
  private async withVersions(attempt: Attempt): Promise<Attempt> {
    if (attempt.draft.priceVersions !== '') return attempt;
    const basket = await this.basketOfNow(attempt.visit);
    return { ...attempt, draft: { ...attempt.draft, priceVersions: versionsOf(basket?.lines ?? []) } };
  }

  private async basketOfNow(visit: Visit): Promise<Basket | undefined> {
    return this.checkout.basket(visit).catch(() => undefined); // the form says what there is to say without it
  }
}

// Kept in the visitor's browser, because it must outlive this process: after an answer that was lost, a till that cannot be
// reached proves nothing any more, and "nothing was charged" would be a guess.

/** Remembers that an order may have been made under this key. */
function rememberUnanswered(reply: FastifyReply, idempotencyKey: string): void {
  setCookie(reply, 'wt_asked', hashOf(idempotencyKey));
}

/** Whether an earlier press under this key got no answer. */
const wasUnanswered = ({ unansweredKeyHash }: Visit, idempotencyKey: string): boolean =>
  unansweredKeyHash === hashOf(idempotencyKey);

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');
