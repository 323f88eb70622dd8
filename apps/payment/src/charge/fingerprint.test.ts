import type { ChargeRequest } from '@watertight/contracts/payment';
import { fingerprint } from './asked-charge.ts';

describe('the fingerprint of a request', () => {
  const request: ChargeRequest = { orderId: '7831', amount: '99.99', currency: 'USD', cardToken: 'tok_visa' };

  it('stays what rows of the past carry, or honest retries across a deploy become "key reused"', () => {
    expect(fingerprint(request)).toBe(IN_ROWS_OF_THE_PAST);
  });

  it('does not depend on the order in which the fields came', () => {
    const { orderId, amount, currency, cardToken } = request;
    expect(fingerprint({ cardToken, currency, amount, orderId })).toBe(fingerprint(request));
  });

  it.each([{ orderId: '7832' }, { amount: '99.98' }, { currency: 'EUR' as const }, { cardToken: 'tok_mastercard' }])(
    'differs with %j',
    change => {
      expect(fingerprint({ ...request, ...change })).not.toBe(fingerprint(request));
    },
  );

  it('takes no field for a part of its neighbour', () => {
    const shifted = { ...request, orderId: '7831","amount":"99.99' };
    expect(fingerprint(shifted)).not.toBe(fingerprint(request));
  });
});

const IN_ROWS_OF_THE_PAST = 'v1:53872278b24eb92339c5b52eba82c308a95acbc42ea4f739e556341fe6a5023f';
