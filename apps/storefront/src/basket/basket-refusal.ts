import { MAX_QUANTITY } from '@watertight/contracts/checkout';
import { isProblem, nothingWasSent, TooManyRequestsError } from '@watertight/service-kit';
import { html } from 'hono/html';
import { failureOf } from '../clients/availability.ts';
import { againIn } from '../layout/format.ts';
import { keyField } from '../layout/forms.ts';
import { singleSectionPage } from '../layout/page.ts';
import { formNote } from '../layout/section.ts';
import type { Page } from '../layout/stream-page.ts';

/** Why a basket is not as it was meant to be. */
interface BasketRefusal {
  readonly status: number;
  readonly sentence: string;
}

/** Where the form goes when it is tried again, and what was typed into it. */
interface Again {
  readonly action: string;
  readonly productId: string;
  readonly quantity: string;
  /** Where the form has one: sent twice, it counts once. */
  readonly idempotencyKey?: string;
}

export const badQuantity: BasketRefusal = { status: 400, sentence: `From 1 to ${MAX_QUANTITY} of one thing, please.` };
export const badProduct: BasketRefusal = { status: 400, sentence: 'That is not one of our article numbers.' };

/** What an error means for the visitor who sent the form. @throws the error itself if it is a fault of ours */
function refusalOf(error: unknown): BasketRefusal {
  if (error instanceof TooManyRequestsError)
    return { status: 429, sentence: `That was a lot in a short time. ${againIn(error.waitMs)}, then try again.` };
  if (isProblem(error, 'product-not-sold')) return { status: 404, sentence: 'That is not sold just now.' };
  if (isProblem(error, 'basket-full')) return { status: 409, sentence: error.problem?.detail ?? 'The basket is full.' };
  if (failureOf(error) === 'refused')
    return { status: 400, sentence: 'That could not be read. Nothing in your basket was changed.' };
  return {
    status: 503,
    sentence: nothingWasSent(error)
      ? 'Basket unavailable right now. Nothing in it was changed.'
      : 'Basket unavailable right now. Try again in a minute: sent twice, this form counts once.',
  };
}

/** The page that says so, with what was typed. */
export function basketRefusalPage(
  { status, sentence }: BasketRefusal,
  { action, productId, quantity, idempotencyKey }: Again,
): Page {
  const again = html`<form class="buy" method="post" action="${action}"><input type="hidden" name="productId" value="${productId}">${idempotencyKey !== undefined && keyField(idempotencyKey)}
<label><span class="visually-hidden">Quantity</span><input class="count" name="quantity" value="${quantity}" inputmode="numeric" size="2" autocomplete="off"></label> <button class="button">Try again</button></form>`;
  const body = html`<h1>Not done yet</h1>${formNote(html`<p>${sentence}</p>`)}${again}<p><a href="/basket">Look into the basket</a></p>`;
  return singleSectionPage('contents', 'Basket', body, status);
}

/** Both error pages of a form of the basket. */
export function basketErrorPages(again: Again) {
  const page = (error: unknown) => basketRefusalPage(refusalOf(error), again);
  return { whenRefused: page, whenUnavailable: page, whenLimited: page };
}
