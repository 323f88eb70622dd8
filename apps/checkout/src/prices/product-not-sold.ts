import { ShopError } from '@watertight/service-kit';

/** 404: no product of this number has a price. */
export class ProductNotSoldError extends ShopError {
  constructor(productId: string) {
    super(`${productId} is not sold here.`, { code: 'product-not-sold', status: 404, members: { productId } });
  }
}
