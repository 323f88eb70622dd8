import { chargeId } from './charge-id.ts';

describe('the id of a charge', () => {
  it('is for ever the same for caller and key: money has moved under it', () => {
    expect(chargeId('checkout', 'order-7831-txn-1')).toBe(FOR_EVER);
  });

  it.each([
    ['another caller', 'storefront', 'order-7831-txn-1'],
    ['another key', 'checkout', 'order-7831-txn-2'],
    ['another case', 'checkout', 'Order-7831-txn-1'],
  ])('is another one for %s', (_, scope, key) => {
    expect(chargeId(scope, key)).not.toBe(FOR_EVER);
  });
});

const FOR_EVER = 'd2a8127b-94e0-53b1-bb9d-15804333cb4c';
