import { z } from 'zod';
import type { Money } from './money.ts';
import { ProductId, text, Uuid } from './names.ts';

export const CardToken = z
  .string()
  .regex(/^tok_[a-z_]{1,40}$/, 'a card token of the bank, for example "tok_visa"')
  .meta({ id: 'CardToken' });

export const Address = z
  .strictObject({
    name: text(100),
    street: text(200),
    city: text(100),
    country: z.string().regex(/^[A-Z]{2}$/, 'two capital letters, ISO 3166'),
  })
  .meta({ id: 'Address' });
export type Address = z.infer<typeof Address>;

/** 32 random bytes, base64url. It opens the order that was placed with it, so only its hash is stored. */
export const OrderSecret = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/, 'the secret of an order')
  .meta({ id: 'OrderSecret' });

/** A browser sends the secrets of its latest orders with every order it opens. */
export const MAX_ORDER_SECRETS = 10;

/** The total of one order is at most this, because payment charges no more at once. */
export const MAX_ORDER: Money = { amount: '999999.99', currency: 'USD' };

export const PlaceOrder = z
  .strictObject({
    basketId: Uuid,
    /** The price version shown for each product: displayed = charged. */
    priceVersions: z.record(ProductId, z.int().min(1)),
    cardToken: CardToken,
    deliverTo: Address,
    customerId: Uuid.optional(),
    /** Opens the order while it has no customer. Not part of what an idempotency key stands for: the first one counts. */
    secret: OrderSecret.optional(),
  })
  .meta({ id: 'PlaceOrder' });
export type PlaceOrder = z.infer<typeof PlaceOrder>;
