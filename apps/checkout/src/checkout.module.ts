import { Module } from '@nestjs/common';
import { provideDatabase } from '@watertight/service-kit';
import { ChangeBasket } from './baskets/change-basket.ts';
import { MoveBasket } from './baskets/move-basket.ts';
import { ReadBasket } from './baskets/read-basket.ts';
import { config } from './config.ts';
import { CompareCharges, ReadComparison } from './orders/compare-charges.ts';
import { CountOrders, ReadOrder } from './orders/read-order.ts';
import { OncePerKey } from './orders/once-per-key.ts';
import { OrderSaga, PlaceOrder } from './orders/place-order.ts';
import { Sweeper } from './orders/sweeper.ts';
import { Payment } from './orders/payment.ts';
import { SendAgain } from './outbox/send-again.ts';
import { ChangePrice } from './prices/change-price.ts';
import { seed } from './seed.ts';
import { ClaimShipment, ListShipments } from './shipments/claim-shipment.ts';
import { RaiseShipment } from './shipments/raise-shipment.ts';
import { ReceiveShipment } from './shipments/receive-shipment.ts';
import { CountStock } from './stock/count-stock.ts';
import { ReadStock } from './stock/read-stock.ts';
import { ListStores, ReadStore } from './stores/read-stores.ts';

/** Checkout sells: baskets, prices, the stock of a hundred stores, orders. This file is its table of contents. */
@Module({
  controllers: [
    // what others may ask of it
    ReadBasket,
    ChangeBasket,
    MoveBasket,
    PlaceOrder,
    CountOrders,
    ReadComparison,
    ReadOrder,
    ReadStock,
    CountStock,
    ChangePrice,
    ListStores,
    ReadStore,
    ListShipments,
    RaiseShipment,
    ClaimShipment,
    ReceiveShipment,
    SendAgain,
  ],
  providers: [
    provideDatabase({
      url: config.databaseUrl,
      migrations: new URL('../migrations/', import.meta.url),
      seed: config.seed === 'demo' ? { table: 'products', fill: seed } : undefined,
    }),
    OncePerKey, // one answer per Idempotency-Key
    OrderSaga, // reserve, charge, confirm
    Payment, // whom it calls, under policies.ts
    CompareCharges, // holds orders against charges
    Sweeper, // finishes what a crash or a silent bank left half done
  ],
})
export class CheckoutModule {}
