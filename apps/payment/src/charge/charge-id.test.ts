import { bytesOfUuid, chargeId, uuidv5 } from './charge-id.ts';

describe('the id of a charge', () => {
  it('is a UUID of version 5 as RFC 9562 makes it', () => {
    const dns = bytesOfUuid('6ba7b810-9dad-11d1-80b4-00c04fd430c8');
    expect(uuidv5(dns, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

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
