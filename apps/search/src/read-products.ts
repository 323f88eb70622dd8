import { Controller, Param, Query } from '@nestjs/common';
import { type Product, search, type Card } from '@watertight/contracts/search';
import { Serves, ShopError } from '@watertight/service-kit';
import { Catalogue } from './catalogue.ts';

/** `GET /products/:slug`: one product, whole. */
@Controller()
export class ReadProduct {
  constructor(private readonly catalogue: Catalogue) {}

  /** @throws ProductNotFoundError (404) */
  @Serves(search.readProduct)
  async handle(@Param({ schema: search.readProduct.params }) { slug }: { slug: string }): Promise<Product> {
    const product = await this.catalogue.bySlug(slug);
    if (product === undefined) throw new ProductNotFoundError(slug);
    return product;
  }
}

class ProductNotFoundError extends ShopError {
  constructor(slug: string) {
    super(`There is no product "${slug}".`, { code: 'product-not-found', status: 404 });
  }
}

/** `GET /cards`: the tiles of up to 24 products, in the order asked. */
@Controller()
export class ReadCards {
  constructor(private readonly catalogue: Catalogue) {}

  @Serves(search.readCards)
  async handle(@Query({ schema: search.readCards.query }) { ids }: { ids: string[] }): Promise<{ products: Card[] }> {
    return { products: await this.catalogue.cards(ids) };
  }
}
