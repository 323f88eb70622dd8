import { createHash, randomUUID } from 'node:crypto';
import { Body, Controller, Post } from '@nestjs/common';
import type { Basket } from '@watertight/contracts/checkout';
import { TooManyRequestsError } from '@watertight/service-kit';
import { emptyBasket } from '../basket/basket-lines.ts';
import { Checkout } from '../clients/checkout.ts';
import { VisitorLimits } from '../clients/visitor-limits.ts';
import { seeOther } from '../layout/forms.ts';
import { type PageAnswer, type PageContext, Pages, sayWhenAgain } from '../layout/page.ts';
import type { Page } from '../layout/stream-page.ts';
import { setCookie, ThisVisit, type Visit } from '../layout/visit.ts';
import { timeBudgets } from '../policies.ts';
import { beingConfirmed, checkoutForm, type Draft, versionsOf } from './checkout-form.ts';
import { checkoutPage } from './checkout-page.ts';
import { formWithoutKey, invalidForm, type Outcome, outcomeOf, type Refused } from './order-outcomes.ts';
import { draftOf, orderOf } from './order-request.ts';

/** One press of "Pay". */
interface Attempt {
  readonly visit: Visit;
  readonly basketId: string;
  readonly draft: Draft;
}

/** `POST /checkout`: one order per key, however often the form is sent; 303 to it, or the form with what stands in the way. */
@Controller('checkout')
export class PlaceOrderForm {
  constructor(
    private readonly pages: Pages,
    private readonly checkout: Checkout,
    private readonly limits: VisitorLimits,
  ) {}

  @Post()
  handle(@Body() body: unknown, @ThisVisit() visit: Visit): Promise<PageAnswer> {
    return this.pages.page(visit, {
      budgetMs: timeBudgets.payMs,
      critical: context => this.pay(draftOf(body), visit, context),
      show: shown => shown,
    });
  }

  private async pay(draft: Draft, visit: Visit, context: PageContext): Promise<Page | ''> {
    const { basketId } = visit;
    if (basketId === undefined) return checkoutPage({ body: emptyBasket, status: 409 });
    const typed = { visit, basketId, draft };
    if (draft.idempotencyKey === '') return this.formAgain(typed, formWithoutKey);
    const attempt = await this.withVersions(typed);
    const outcome = await this.place(attempt, context);
    switch (outcome.is) {
      case 'ordered':
        return seeOther(visit, `/orders/${outcome.orderId}`);
      case 'refused':
        return this.formAgain(attempt, outcome);
      case 'unknown':
        rememberUnanswered(visit, attempt.draft.idempotencyKey);
        return checkoutPage({ body: beingConfirmed(attempt.draft), status: 202 });
    }
  }

  private async place({ basketId, draft, visit }: Attempt, { header, leftMs }: PageContext): Promise<Outcome> {
    const account = await header.account;
    const customerId = account.state === 'ok' ? account.value?.id : undefined;
    const asked = orderOf(draft, { basketId, ...(customerId !== undefined && { customerId }) });
    if ('broken' in asked) return invalidForm(asked.broken);
    try {
      const { id } = await this.limits.placeOrder(customerId, () =>
        this.checkout.placeOrder(asked.order, draft.idempotencyKey, leftMs()),
      );
      return { is: 'ordered', orderId: id };
    } catch (error) {
      if (error instanceof TooManyRequestsError) sayWhenAgain(visit, error);
      return outcomeOf(error, { wasUnanswered: wasUnanswered(visit, draft.idempotencyKey) });
    }
  }

  /** The form as it was typed, at the prices of now. A new key where the old one is used up. */
  private async formAgain({ visit, draft }: Attempt, { note, status, keepsKey, broken }: Refused): Promise<Page> {
    const basket = await this.basketOfNow(visit);
    const next = {
      ...draft,
      idempotencyKey: keepsKey ? draft.idempotencyKey : randomUUID(),
      priceVersions: basket === undefined ? draft.priceVersions : versionsOf(basket.lines),
    };
    const body = checkoutForm({ basket, draft: next, note, ...(broken !== undefined && { broken }) });
    return checkoutPage({ body, basket, status });
  }

  /** A client that states no versions buys at the prices of now. */
  private async withVersions(attempt: Attempt): Promise<Attempt> {
    if (attempt.draft.priceVersions !== '') return attempt;
    const basket = await this.basketOfNow(attempt.visit);
    return { ...attempt, draft: { ...attempt.draft, priceVersions: versionsOf(basket?.lines ?? []) } };
  }

  /** Within a budget of its own: that of the payment may be used up. Without the basket the form still says what happened. */
  private async basketOfNow(visit: Visit): Promise<Basket | undefined> {
    return this.checkout.basket(visit, timeBudgets.pageMs).catch(() => undefined);
  }
}

// Kept in the visitor's browser, because it must outlive this process: after an answer that was lost, a checkout that cannot
// be reached proves nothing any more, and "nothing was charged" would be a guess.

/** Remembers that an order may have been made under this key. */
function rememberUnanswered(visit: Visit, idempotencyKey: string): void {
  setCookie(visit, 'wt_asked', hashOf(idempotencyKey));
}

/** Whether an earlier press under this key got no answer. */
const wasUnanswered = ({ unansweredKeyHash }: Visit, idempotencyKey: string): boolean =>
  unansweredKeyHash === hashOf(idempotencyKey);

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');
