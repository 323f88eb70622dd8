import { countOrders } from './count-orders.ts';

const line = (productId: string, quantity = 1) => ({ productId, quantity });

describe('counting orders', () => {
  it('adds up pieces, and counts each pair once an order from either side', () => {
    const counts = countOrders([
      [line('wt-1001', 2), line('wt-1002', 5)],
      [line('wt-1002'), line('wt-1001'), line('wt-1003')],
    ]);
    expect(counts.sold).toEqual([
      { productId: 'wt-1001', pieces: 3 },
      { productId: 'wt-1002', pieces: 6 },
      { productId: 'wt-1003', pieces: 1 },
    ]);
    expect(counts.together).toEqual([
      { productId: 'wt-1001', otherId: 'wt-1002', orders: 2 },
      { productId: 'wt-1001', otherId: 'wt-1003', orders: 1 },
      { productId: 'wt-1002', otherId: 'wt-1001', orders: 2 },
      { productId: 'wt-1002', otherId: 'wt-1003', orders: 1 },
      { productId: 'wt-1003', otherId: 'wt-1001', orders: 1 },
      { productId: 'wt-1003', otherId: 'wt-1002', orders: 1 },
    ]);
  });

  it('pairs a product on two lines of one order with the others once, and never with itself', () => {
    const { sold, together } = countOrders([[line('wt-1001'), line('wt-1001', 3), line('wt-1002')]]);
    expect(sold[0]).toEqual({ productId: 'wt-1001', pieces: 4 });
    expect(together).toEqual([
      { productId: 'wt-1001', otherId: 'wt-1002', orders: 1 },
      { productId: 'wt-1002', otherId: 'wt-1001', orders: 1 },
    ]);
  });

  it('counts a single line and an empty order', () => {
    expect(countOrders([[line('wt-1001')], []])).toEqual({ sold: [{ productId: 'wt-1001', pieces: 1 }], together: [] });
  });
});
