import { createHash } from 'node:crypto';
import { failureOf } from '../clients/availability.ts';
import type { Checkout } from '../clients/checkout.ts';
import { forgetCookie, setCookie } from '../layout/cookies.ts';
import type { Visit } from '../layout/visit.ts';

/**
 * Gives the visitor's basket a new id, which no other browser knows; its contents move there.
 *
 * A basket that is being paid stays with its order, and the visitor begins without one. Without checkout the visitor keeps the
 * old id: a sign-in does not need checkout.
 */
export async function rotateBasket(
  checkout: Checkout,
  visit: Visit,
  { formKey, deadlineMs }: { formKey: string; deadlineMs: number },
): Promise<void> {
  const { basketId } = visit;
  if (basketId === undefined) return;
  const to = nextBasketId(basketId, formKey);
  try {
    await checkout.moveBasket(basketId, to, deadlineMs);
    setCookie(visit, 'wt_basket', to);
  } catch (error) {
    if (failureOf(error) === 'refused') forgetCookie(visit, 'wt_basket');
  }
}

/** A form sent twice leads to one basket: else the second answer would leave the browser with an empty one. */
function nextBasketId(basketId: string, formKey: string): string {
  const hash = createHash('sha256').update(`${basketId} ${formKey}`).digest();
  hash[6] = (hash[6]! & 0x0f) | 0x80; // version 8 of RFC 9562: made by rules of our own
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
