import type { ChangedPrice, MissingPieces } from '@watertight/contracts/checkout';
import { SECOND } from '@watertight/resilience';
import { ShopError } from '@watertight/service-kit';

/** 409: a price is not the one that was shown. */
export class PriceChangedError extends ShopError {
  constructor(prices: readonly ChangedPrice[]) {
    super('A price has changed since it was shown. Nothing was reserved or charged.', {
      code: 'price-changed',
      status: 409,
      members: { prices },
    });
  }
}

/** 409: all stores together do not have enough pieces. */
export class OutOfStockError extends ShopError {
  constructor(missing: readonly MissingPieces[]) {
    super('There are not enough pieces left. Nothing was reserved or charged.', {
      code: 'out-of-stock',
      status: 409,
      members: { missing },
    });
  }
}

export class BasketEmptyError extends ShopError {
  constructor() {
    super('The basket is empty.', { code: 'basket-empty', status: 409 });
  }
}

/** 409: this basket has made an order, or is making one. */
export class BasketAlreadyOrderedError extends ShopError {
  constructor(orderId: string) {
    super(`This basket has been ordered already: order ${orderId}.`, {
      code: 'basket-already-ordered',
      status: 409,
      members: { orderId },
    });
  }
}

/** 409: no card can be charged that much at once. */
export class OrderTooLargeError extends ShopError {
  constructor(limit: string) {
    super(`One order is at most ${limit}. Nothing was reserved or charged.`, { code: 'order-too-large', status: 409 });
  }
}

/** 503: other orders took the picked pieces each time. None are known to be missing; the same key may be sent again. */
export class StockContendedError extends ShopError {
  constructor() {
    super('Others are buying the same pieces at this moment. Nothing was reserved or charged; try again.', {
      code: 'stock-contended',
      status: 503,
      retryAfterMs: SECOND,
    });
  }
}

/** 503: payment was never asked, or says that it did nothing. The same key may be sent again. */
export class PaymentUnavailableError extends ShopError {
  constructor(orderId: string) {
    super('The card cannot be charged right now. Nothing was charged; your pieces stay reserved, try again.', {
      code: 'payment-unavailable',
      status: 503,
      retryAfterMs: 2 * SECOND,
      retryAllowed: false, // checkout itself is alive: a dead bank must not close the basket
      members: { orderId },
    });
  }
}
