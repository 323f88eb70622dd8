/** The bank's test cards, by token: card numbers never enter the shop. */
export const testCards = [
  { token: 'tok_visa', name: 'Visa ending 4242', does: 'is approved' },
  { token: 'tok_mastercard', name: 'Mastercard ending 4444', does: 'is approved' },
  { token: 'tok_declined', name: 'Visa ending 0002', does: 'is declined' },
  { token: 'tok_insufficient_funds', name: 'Visa ending 9995', does: 'has too little on it' },
  { token: 'tok_slow', name: 'Visa ending 3000', does: 'takes the bank 3 seconds' },
  { token: 'tok_lost_response', name: 'Visa ending 0404', does: 'is charged, and the first answer is lost' },
  { token: 'tok_silent', name: 'Visa ending 0000', does: 'is charged, and the bank stays silent at first' },
] as const;
