import { Body, Controller, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ProductId, Slug } from '@watertight/contracts';
import { type Price, type Shipment, type StockBefore, StockCount } from '@watertight/contracts/checkout';
import { z } from 'zod';
import { type Race, Stores } from './stores.ts';

/** A product by its article number, or as the addresses of the shop name it. */
const Product = z.object({ product: z.union([ProductId, Slug]) });
type Product = z.infer<typeof Product>;
const NewPrice = z.strictObject({ amountMinor: z.int().positive() });

/** Changes of the stores, for `npm run shop` and `npm run lab`: a program sends JSON and gets JSON. */
@Controller('api/products/:product')
export class StoreRoutes {
  constructor(private readonly stores: Stores) {}

  @Put('price')
  async setPrice(
    @Param({ schema: Product }) { product }: Product,
    @Body({ schema: NewPrice }) { amountMinor }: z.infer<typeof NewPrice>,
  ): Promise<Price> {
    return this.stores.setPrice(await this.productId(product), amountMinor);
  }

  @Put('stock')
  async countStock(
    @Param({ schema: Product }) { product }: Product,
    @Body({ schema: StockCount }) count: StockCount,
  ): Promise<StockBefore> {
    return this.stores.countStock(await this.productId(product), count);
  }

  @Post('shipments')
  @HttpCode(200)
  async raiseShipment(@Param({ schema: Product }) { product }: Product): Promise<Shipment> {
    return this.stores.raiseShipment(await this.productId(product));
  }

  /** A hundred stores claim one shipment at once. */
  @Post('race')
  @HttpCode(200)
  async race(@Param({ schema: Product }) { product }: Product): Promise<Race> {
    return this.stores.race(await this.productId(product));
  }

  private async productId(product: string): Promise<string> {
    return ProductId.safeParse(product).success ? product : this.stores.articleOf(product);
  }
}
