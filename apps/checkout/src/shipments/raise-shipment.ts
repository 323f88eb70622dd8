import { Body, Controller, UseGuards } from '@nestjs/common';
import { checkout, type Shipment } from '@watertight/contracts/checkout';
import { Database, OpsOnly, Serves } from '@watertight/service-kit';
import { config } from '../config.ts';
import { ProductNotSoldError } from '../prices/product-not-sold.ts';
import { raiseShipment } from './shipments.ts';

/** `POST /shipments`: raises a shipment by hand; orders that leave a store low raise theirs themselves. */
@Controller()
@UseGuards(new OpsOnly(config.opsToken))
export class RaiseShipment {
  constructor(private readonly database: Database) {}

  @Serves(checkout.raiseShipment)
  async handle(@Body({ schema: checkout.raiseShipment.body }) { productId }: { productId: string }): Promise<Shipment> {
    const shipment = await raiseShipment(this.database, productId);
    if (shipment === undefined) throw new ProductNotSoldError(productId);
    return shipment;
  }
}
