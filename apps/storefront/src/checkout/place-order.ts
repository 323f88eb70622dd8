import { createHash, randomUUID } from 'node:crypto';
import { Body, Controller, Post } from '@nestjs/common';
import { type Basket, MAX_ORDER_SECRETS } from '@watertight/contracts/checkout';
import { TooManyRequestsError } from '@watertight/service-kit';
import { emptyBasket } from '../basket/basket-lines.ts';
import { rotateBasket } from '../basket/rotate-basket.ts';
import { Checkout } from '../clients/checkout.ts';
import { VisitorLimits } from '../clients/visitor-limits.ts';
import { seeOther } from '../layout/forms.ts';
import { type PageAnswer, type PageContext, Pages, sayWhenAgain } from '../layout/page.ts';
import type { Page } from '../layout/stream-page.ts';
import { setCookie } from '../layout/cookies.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
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
    const [basketId, other] = basketsOf(draft, visit);
    if (basketId === undefined) return checkoutPage({ body: emptyBasket, status: 409 });
    if (draft.idempotencyKey === '') return this.formAgain({ visit, basketId, draft }, formWithoutKey);
    const attempt = await this.withVersions({ visit, basketId, draft });
    const outcome = await this.place(attempt, context);
    const isElsewhere = outcome.is === 'refused' && outcome.isBasketEmpty === true && other !== undefined;
    if (!isElsewhere) return this.show(attempt, outcome);
    const elsewhere = { ...attempt, basketId: other };
    return this.show(elsewhere, await this.place(elsewhere, context));
  }

  private async show(attempt: Attempt, outcome: Outcome): Promise<Page | ''> {
    const { visit, draft } = attempt;
    if (outcome.is === 'refused') return this.formAgain(attempt, outcome);
    rememberOrder(visit, draft.orderSecret);
    if (outcome.is === 'unknown') {
      rememberUnanswered(visit, draft.idempotencyKey);
      return checkoutPage({ body: beingConfirmed(draft), status: 202 });
    }
    if (outcome.isPaid) await this.beginAnew(attempt);
    return seeOther(visit, `/orders/${outcome.orderId}`);
  }

  /** A new basket for what was put in meanwhile. One that is still being paid stays: another card may have to pay it. */
  private async beginAnew({ visit, basketId, draft: { idempotencyKey: formKey } }: Attempt): Promise<void> {
    if (basketId !== visit.basketId) return;
    await rotateBasket(this.checkout, visit, { formKey, deadlineMs: timeBudgets.pageMs });
  }

  private async place({ basketId, draft, visit }: Attempt, { header, leftMs }: PageContext): Promise<Outcome> {
    const account = await header.account;
    const customerId = account.state === 'ok' ? account.value?.id : undefined;
    const asked = orderOf(draft, { basketId, ...(customerId !== undefined && { customerId }) });
    if ('broken' in asked) return invalidForm(asked.broken);
    try {
      const { id, status } = await this.limits.placeOrder(customerId, () =>
        this.checkout.placeOrder(asked.order, orderKey(draft, basketId), leftMs()),
      );
      return { is: 'ordered', orderId: id, isPaid: status !== 'charging' };
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
      basketId: basket?.id ?? draft.basketId,
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

/**
 * The basket to pay, and the one to pay where that is empty.
 *
 * A form that was sent before means the basket it was sent with; by now the browser may have another. One that was not means
 * the browser's: a sign-in in another tab may have moved it. An order in another tab may have emptied that, and is found by the form's.
 */
function basketsOf({ basketId: shown, orderSecret }: Draft, { basketId: own, orderSecrets }: Visit): string[] {
  const inOrder = orderSecrets.includes(orderSecret) ? [shown, own] : [own, shown];
  return [...new Set(inOrder)].filter(id => id !== undefined && id !== '') as string[];
}

/** One form is one order of one basket: the key of another visitor's form, sent with another basket, is another key. */
const orderKey = ({ idempotencyKey }: Draft, basketId: string): string => hashOf(`${idempotencyKey} ${basketId}`);

/** The browser keeps what opens its orders; the oldest are dropped. */
function rememberOrder(visit: Visit, secret: string): void {
  const others = visit.orderSecrets.filter(each => each !== secret);
  setCookie(visit, 'wt_orders', [secret, ...others].slice(0, MAX_ORDER_SECRETS).join('.'));
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
