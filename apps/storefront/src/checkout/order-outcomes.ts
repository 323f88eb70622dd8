import type { Problem } from '@watertight/contracts';
import { ChangedPrice, HeldUntil, MissingPieces } from '@watertight/contracts/checkout';
import { SECOND } from '@watertight/resilience';
import { AnswerError, nothingWasSent, TooManyRequestsError } from '@watertight/service-kit';
import { html } from 'hono/html';
import { z } from 'zod';
import { failureOf } from '../clients/availability.ts';
import { age, againIn, formatPrice } from '../layout/format.ts';
import { formNote, type Html } from '../layout/section.ts';
import type { BrokenRules } from './checkout-form.ts';

/** Nothing was charged. `keepsKey`: the same form may be sent again under its key. */
export interface Refused {
  readonly is: 'refused';
  readonly status: number;
  readonly note: Html;
  readonly keepsKey: boolean;
  /** Nothing lies in the basket that was paid; it may have another id by now. */
  readonly isBasketEmpty?: boolean;
  readonly broken?: BrokenRules;
}

/**
 * What became of a press of "Pay".
 *
 * `ordered`: there is an order, by this press or by the other finger of the same person.
 * `unknown`: there may be one; asked again under the same key it will be found, and never made twice.
 */
export type Outcome =
  | {
      readonly is: 'ordered';
      readonly orderId: string;
      /** By this press, and not still being charged. */ readonly isPaid: boolean;
    }
  | { readonly is: 'unknown' }
  | Refused;

const refused = (status: number, note: Html, { keepsKey = false } = {}): Refused => ({
  is: 'refused',
  status,
  note: formNote(note),
  keepsKey,
});

/** Checked before anything was sent. */
export const invalidForm = (broken: BrokenRules): Refused => ({
  ...refused(
    400,
    html`<p>Something in the form needs another look; nothing was charged. Everything you typed is kept.</p>`,
    { keepsKey: true },
  ),
  broken,
});

export const formWithoutKey = refused(
  400,
  html`<p>The form had lost its number, so nothing was charged. Look it over, and pay.</p>`,
);

/**
 * What an error of `POST /orders` means for the visitor who pressed "Pay".
 *
 * `wasUnanswered`: an earlier press under the same key got no answer, so that this one cannot say that nothing was charged.
 *
 * @throws the error itself where it is a fault of ours
 */
export function outcomeOf(error: unknown, { wasUnanswered }: { wasUnanswered: boolean }): Outcome {
  if (error instanceof TooManyRequestsError) return wasUnanswered ? { is: 'unknown' } : tooOften(error);
  if (nothingWasSent(error)) return wasUnanswered ? { is: 'unknown' } : checkoutUnavailable;
  if (error instanceof AnswerError)
    return (error.problem && refusals[error.problem.code]?.(error.problem)) ?? { is: 'unknown' };
  failureOf(error); // throws a fault of ours
  return { is: 'unknown' };
}

const tooOften = ({ waitMs }: TooManyRequestsError) =>
  refused(
    429,
    html`<p>That was a lot in a short time. Nothing was charged, and everything you typed is kept: ${againIn(waitMs).toLowerCase()}, then pay.</p>`,
    { keepsKey: true },
  );

const checkoutUnavailable = refused(
  503,
  html`<p>The till is closed right now. Nothing was charged, and your basket is kept: try again in a minute.</p>`,
  { keepsKey: true },
);

/** By the problem's code; what is not here may have gone through. */
const refusals: Record<string, (problem: Problem) => Outcome | undefined> = {
  'basket-already-ordered': ordered,
  'request-in-progress': ordered,
  'card-declined': ({ declineReason, heldUntil }) =>
    refused(
      402,
      cardDeclined(
        z.string().catch('the bank gave no reason').parse(declineReason),
        HeldUntil.catch(null).parse(heldUntil), // a checkout of the version before does not say, so nothing is promised
      ),
    ),
  'price-changed': ({ prices }) => refused(409, changedPrices(listOf(ChangedPrice, prices))),
  'out-of-stock': ({ missing }) => refused(409, missingPieces(listOf(MissingPieces, missing))),
  'basket-empty': () => ({
    ...refused(
      409,
      html`<p>There is nothing in your basket any more, so nothing was charged. <a href="/search">See the shelves.</a></p>`,
    ),
    isBasketEmpty: true,
  }),
  'order-too-large': ({ detail }) => refused(409, html`<p>${detail}</p>`),
  'idempotency-key-reused': () =>
    refused(
      422,
      html`<p>This form was sent before with something else in it, and this time nothing was charged. If you have paid, your <a href="/basket">basket</a> is empty now; else look it over, and pay.</p>`,
    ),
  'payment-unavailable': () =>
    refused(
      503,
      html`<p>Cards cannot be charged right now. Nothing was charged, and your goods stay reserved for a while: try again in a minute.</p>`,
    ),
  'invalid-request': ({ detail }) =>
    refused(400, html`<p>Something in the form needs another look; nothing was charged: ${detail}.</p>`),
};

function ordered({ orderId }: Problem): Outcome | undefined {
  const id = z.uuid().safeParse(orderId).data;
  return id === undefined ? undefined : { is: 'ordered', orderId: id, isPaid: false };
}

/** What a problem lists; nothing where it lists something else. */
const listOf = <T>(schema: z.ZodType<T>, list: unknown): T[] => z.array(schema).catch([]).parse(list);

/** Old and new, for what costs something else than was shown. */
const changedPrices = (
  prices: readonly ChangedPrice[],
): Html => html`<p>Prices have changed since you saw them. Nothing was charged. Look at the new ones, and pay if they suit you.</p>
<ul>${prices.map(({ name, old, new: now }) => html`<li>${name}: ${old !== null && html`<del><span class="visually-hidden">was </span>${formatPrice(old)}</del> `}<ins><span class="visually-hidden">now </span>${formatPrice(now)}</ins></li>`)}</ul>`;

/** What there is less of than is wanted. */
const missingPieces = (
  missing: readonly MissingPieces[],
): Html => html`<p>There is not enough left of everything. Nothing was charged. <a href="/basket">Change your basket</a>, then come back.</p>
<ul>${missing.map(({ name, wanted, available }) => html`<li>${name}: you want ${wanted}, ${available === 0 ? 'and it is sold out' : `and there ${available === 1 ? 'is' : 'are'} ${available}`}.</li>`)}</ul>`;

/** Why the card was refused. Promises the goods only for the time that is left of their placeholder, also when the answer is a replay. */
export function cardDeclined(reason: string, heldUntil: HeldUntil): Html {
  const leftMs = heldUntil === null ? 0 : new Date(heldUntil).getTime() - Date.now();
  // Rounded up to a second: the few milliseconds an answer travels must not turn 3 minutes into 2.
  const promise = leftMs > 0 && `, and your goods stay reserved for ${age(Math.ceil(leftMs / SECOND) * SECOND)}`;
  return html`<p>The card was declined: ${reason}. Nothing was charged${promise}: try another card.</p>`;
}
