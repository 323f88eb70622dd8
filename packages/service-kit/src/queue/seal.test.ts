import { randomUUID } from 'node:crypto';
import { isSealed, sealOf } from './seal.ts';

const keys = { search: 'the-key-of-search', recommendations: 'the-key-of-recommendations' };

describe('a sealed message', () => {
  const message = {
    outboxId: randomUUID(),
    traceparent: '00-1-2-01',
    event: { version: 1, productId: 'wt-1', priceVersion: 7 },
  };
  const seal = sealOf(keys, 'update-price', message);
  /** As Redis hands it over. */
  const carried = JSON.parse(JSON.stringify({ ...message, seal })) as typeof message & { seal: string };

  it('is known again after its way through Redis', () => {
    expect(isSealed(keys, 'update-price', carried)).toBe(true);
  });

  it.each<[string, object]>([
    ['with another event', { event: { ...message.event, priceVersion: 2_147_483_647 } }],
    ['of another row', { outboxId: randomUUID() }],
    ['of another trace', { traceparent: undefined }],
    ['without a seal', { seal: undefined }],
    ['with a seal that is no text', { seal: { length: 43 } }],
    ['with a shorter seal', { seal: seal.slice(1) }],
  ])('is none %s', (_, change) => {
    expect(isSealed(keys, 'update-price', { ...carried, ...change })).toBe(false);
  });

  it('is none on another queue, or under another key', () => {
    const order = { outboxId: randomUUID(), event: { version: 1, orderId: randomUUID() } };
    const ofCheckout = { checkout: 'the-key-of-checkout' };
    const sealed = { ...order, seal: sealOf(ofCheckout, 'raise-shipments', order) };
    expect(isSealed(ofCheckout, 'raise-shipments', sealed)).toBe(true);
    expect(isSealed(ofCheckout, 'ship-order', sealed)).toBe(false); // for the same consumer
    expect(isSealed({ ...keys, search: 'another-key' }, 'update-price', carried)).toBe(false);
    expect(isSealed({ recommendations: keys.recommendations }, 'update-price', carried)).toBe(false);
  });

  it('of a consumer speaks for that consumer alone', () => {
    const { recommendations } = keys;
    const report = {
      outboxId: randomUUID(),
      event: { version: 1, outboxId: randomUUID(), consumer: 'recommendations' },
    };
    const sealed = { ...report, seal: sealOf({ recommendations }, 'acknowledge', report) };
    expect(isSealed(keys, 'acknowledge', sealed)).toBe(true);
    const forSearch = { ...report, event: { ...report.event, consumer: 'search' } };
    expect(isSealed(keys, 'acknowledge', { ...sealed, event: forSearch.event })).toBe(false);
    expect(() => sealOf({ recommendations }, 'acknowledge', forSearch)).toThrow('no key');
    expect(isSealed(keys, 'acknowledge', { ...sealed, event: { ...report.event, consumer: 'constructor' } })).toBe(
      false,
    );
    expect(isSealed(keys, 'acknowledge', { ...sealed, event: null })).toBe(false);
  });
});
