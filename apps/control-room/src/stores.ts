import { Injectable } from '@nestjs/common';
import { fromMinor } from '@watertight/contracts';
import { checkout, type Price, type Shipment, type StockBefore, type StockCount } from '@watertight/contracts/checkout';
import { search } from '@watertight/contracts/search';
import { httpClient, isProblem } from '@watertight/service-kit';
import { explainCallError } from './call-errors.ts';
import { config } from './config.ts';
import { policies } from './policies.ts';

/** How a race for one shipment ended. */
export interface Race {
  /** The stores that claimed it at once. */
  readonly stores: number;
  /** Those that were told that it is theirs. */
  readonly owners: readonly string[];
  /** Those of them that got its pieces. */
  readonly received: readonly string[];
}

/** What an operator changes in the stores; checkout lets it in with the ops token. */
@Injectable()
export class Stores {
  private readonly checkout = httpClient(checkout, policies.stores, config.checkoutUrls, { bearer: config.opsToken });
  private readonly catalogue = httpClient(search, policies.catalogue, config.searchUrls);

  /** Finds the article number of a product by its address in the shop. @throws ShopError search's own problem */
  async articleOf(slug: string): Promise<string> {
    return (await this.catalogue.readProduct({ params: { slug } }).catch(explained('search'))).id;
  }

  /** Gives a product its next price. @throws ShopError checkout's own problem, also when another request was first */
  async setPrice(productId: string, amountMinor: number): Promise<Price> {
    const params = { productId };
    const { price, priceVersion } = await this.checkout.readStock({ params, query: {} }).catch(explained('checkout'));
    const body = { price: fromMinor(BigInt(amountMinor), price.currency) };
    return this.checkout.changePrice({ params, body }, { ifMatch: priceVersion }).catch(explained('checkout'));
  }

  countStock(productId: string, body: StockCount): Promise<StockBefore> {
    return this.checkout.countStock({ params: { productId }, body }).catch(explained('checkout'));
  }

  raiseShipment(productId: string): Promise<Shipment> {
    return this.checkout.raiseShipment({ body: { productId } }).catch(explained('checkout'));
  }

  /** Lets all stores claim one shipment at once; each that is told it has it unpacks it. */
  async race(productId: string): Promise<Race> {
    const { stores } = await this.checkout.listStores({}).catch(explained('checkout'));
    const { id: shipmentId } = await this.raiseShipment(productId);
    const won = async (
      ask: typeof this.checkout.claimShipment | typeof this.checkout.receiveShipment,
      of: string[],
    ) => {
      const answers = of.map(storeId =>
        ask({ params: { shipmentId }, body: { storeId } }).then(
          () => [storeId],
          (error: unknown) => (isProblem(error, 'shipment-claimed') ? [] : Promise.reject(error)),
        ),
      );
      return (await Promise.all(answers).catch(explained('checkout'))).flat();
    };
    const owners = await won(
      this.checkout.claimShipment,
      stores.map(({ slug }) => slug),
    );
    return { stores: stores.length, owners, received: await won(this.checkout.receiveShipment, owners) };
  }
}

const explained =
  (service: string) =>
  (error: unknown): never => {
    throw explainCallError(service, error);
  };
