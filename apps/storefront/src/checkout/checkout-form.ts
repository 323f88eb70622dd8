import { randomBytes, randomUUID } from 'node:crypto';
import type { Basket, Line } from '@watertight/contracts/checkout';
import { html } from 'hono/html';
import { receipt } from '../basket/basket-lines.ts';
import { formatPrice } from '../layout/format.ts';
import { keyField } from '../layout/forms.ts';
import { unavailableNote, type Html } from '../layout/section.ts';
import { countries } from '../stores/countries.ts';

/** What stands in the form: everything as it was typed, and the key that makes one order of it however often it is sent. */
export interface Draft {
  readonly idempotencyKey: string;
  /** Opens the order that is made of it. Made with the form: no other browser can know it, and a form sent twice has one. */
  readonly orderSecret: string;
  /** The basket that is shown: after the order the browser has another, and a form sent twice must mean the same one. */
  readonly basketId: string;
  /** Of the prices that were formatPrice, `wt-1042:3,wt-1001:1`: displayed = charged. */
  readonly priceVersions: string;
  readonly name: string;
  readonly street: string;
  readonly city: string;
  readonly country: string;
  readonly cardToken: string;
}

export const newDraft = ({ id, lines }: Basket): Draft => ({
  idempotencyKey: randomUUID(),
  orderSecret: newOrderSecret(),
  basketId: id,
  priceVersions: versionsOf(lines),
  name: '',
  street: '',
  city: '',
  country: '',
  cardToken: 'tok_visa',
});

export const newOrderSecret = (): string => randomBytes(32).toString('base64url');

/** The rule each field breaks, by name. */
export type BrokenRules = Partial<Record<keyof Draft, string>>;

interface Checkout {
  /** Undefined while checkout cannot tell. */
  readonly basket: Basket | undefined;
  readonly draft: Draft;
  /** What stands in the way, at the head of the form. */
  readonly note?: Html;
  readonly broken?: BrokenRules;
}

/** The section `checkout`: what is bought, where it goes, and which card pays. */
export const checkoutForm = ({ basket, draft, note, broken = {} }: Checkout): Html => html`<h1>Checkout</h1>
${note}
<div class="till"><form class="stack" method="post" action="/checkout">
${keyField(draft.idempotencyKey)}${hiddenField('orderSecret', draft)}${hiddenField('basketId', draft)}${hiddenField('priceVersions', draft)}
<fieldset class="stack"><legend>Where shall it go?</legend>
${input('name', 'Name', 'name', 100, draft, broken)}
${input('street', 'Street and number', 'street-address', 200, draft, broken)}
${input('city', 'Town', 'address-level2', 100, draft, broken)}
${countrySelect(draft, broken)}</fieldset>
<fieldset class="cards"><legend>Which card pays?</legend>${broken.cardToken !== undefined && html`<p class="rule">${broken.cardToken}</p>`}
<p class="soft small">The bank’s test cards; no real money moves.</p>
${testCards.map(
  ({
    token,
    name,
    does,
  }) => html`<label><input type="radio" name="cardToken" value="${token}" required${token === draft.cardToken && html` checked`}> <span>${name} <span class="soft small">${does}</span></span></label>
`,
)}</fieldset>
<button class="button">Pay${basket !== undefined && ` ${formatPrice(basket.total)}`}</button></form>
${basket !== undefined && html`<aside aria-label="What you buy"><h2>What you buy</h2>${receipt(basket.lines, basket.total)}</aside>`}</div>`;

export const versionsOf = (lines: readonly Line[]) =>
  lines.map(({ productId, priceVersion }) => `${productId}:${priceVersion}`).join(',');

const hiddenField = (name: keyof Draft, draft: Draft) =>
  html`<input type="hidden" name="${name}" value="${draft[name]}">`;

type TextField = 'name' | 'street' | 'city';

function input(
  field: TextField,
  label: string,
  autocomplete: string,
  max: number,
  draft: Draft,
  broken: BrokenRules,
): Html {
  return html`<label class="field"><span>${label}</span>${ruleOf(field, broken)}<input name="${field}" value="${draft[field]}" autocomplete="${autocomplete}" maxlength="${max}" required${invalid(field, broken)}></label>`;
}

function countrySelect({ country }: Draft, broken: BrokenRules): Html {
  const option = ({ code, name }: { code: string; name: string }) =>
    html`<option value="${code}"${code === country && html` selected`}>${name}</option>`;
  return html`<label class="field"><span>Country</span>${ruleOf('country', broken)}<select name="country" autocomplete="country" required${invalid('country', broken)}><option value="">Choose</option>${countries.map(option)}</select></label>`;
}

const ruleOf = (field: keyof Draft, broken: BrokenRules) =>
  broken[field] !== undefined && html`<span class="rule">${broken[field]}</span>`;

const invalid = (field: keyof Draft, broken: BrokenRules) => broken[field] !== undefined && html` aria-invalid="true"`;

/** The bank's test cards, by token: card numbers never enter the shop. */
const testCards = [
  { token: 'tok_visa', name: 'Visa ending 4242', does: 'is approved' },
  { token: 'tok_mastercard', name: 'Mastercard ending 4444', does: 'is approved' },
  { token: 'tok_declined', name: 'Visa ending 0002', does: 'is declined' },
  { token: 'tok_insufficient_funds', name: 'Visa ending 9995', does: 'has too little on it' },
  { token: 'tok_slow', name: 'Visa ending 3000', does: 'takes the bank 3 seconds' },
  { token: 'tok_lost_response', name: 'Visa ending 0404', does: 'is charged, and the first answer is lost' },
  { token: 'tok_silent', name: 'Visa ending 0000', does: 'is charged, and the bank stays silent at first' },
] as const;

/** The section `checkout` while it is not known whether the card was charged: asking again under the same key is safe. */
export const beingConfirmed = (draft: Draft): Html => html`<h1>Your payment is being confirmed</h1>
${unavailableNote('Being confirmed. You will not be charged twice.', 'We have not heard back yet. Ask again, as often as you like: it stays one order.')}
<form method="post" action="/checkout">${(Object.keys(draft) as (keyof Draft)[]).map(name => hiddenField(name, draft))}
<button class="button">Ask again</button></form>`;
