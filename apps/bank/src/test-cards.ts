/** How the bank behaves besides deciding: money and answers get lost in different places. */
export type Manner =
  | 'prompt'
  /** Thinks for `DAWDLE_MS` before every answer. */
  | 'slow'
  /** Captures, then drops the connection; a repeated request is answered. */
  | 'loses-first-answer'
  /** Captures, then keeps the connection and says nothing; a repeated request is answered. */
  | 'silent-at-first';

export interface TestCard {
  /** What a receipt may show of the card; null for one the bank has not issued. */
  card: { brand: string; last4: string } | null;
  /** Null when it is good for any amount. */
  declineReason: string | null;
  manner: Manner;
}

const good = (brand: string, last4: string, manner: Manner = 'prompt'): TestCard => ({
  card: { brand, last4 },
  declineReason: null,
  manner,
});
const bad = (last4: string, declineReason: string): TestCard => ({
  card: { brand: 'Visa', last4 },
  declineReason,
  manner: 'prompt',
});

/** The last digits differ, so that a receipt tells which card it was. */
const issued = new Map<string, TestCard>([
  ['tok_visa', good('Visa', '4242')],
  ['tok_mastercard', good('Mastercard', '4444')],
  ['tok_declined', bad('0002', 'declined by the card’s issuer')],
  ['tok_insufficient_funds', bad('9995', 'insufficient funds')],
  ['tok_slow', good('Visa', '3000', 'slow')],
  ['tok_lost_response', good('Visa', '0404', 'loses-first-answer')],
  ['tok_silent', good('Visa', '0000', 'silent-at-first')],
]);

/**
 * What the bank knows of a card token.
 *
 * An unknown one is declined rather than refused as a broken request: a person chose that card, and can choose another.
 */
export function testCard(token: string): TestCard {
  return issued.get(token) ?? { card: null, declineReason: 'unknown card', manner: 'prompt' };
}
