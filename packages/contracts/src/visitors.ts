import { z } from 'zod';
import { contract } from './endpoint.ts';
import { Timestamp } from './names.ts';

const count = z.int().min(0);

/** The pages that ended in some time: whole, with a part unavailable, or not at all. */
export const PageCounts = z
  .object({
    whole: count,
    degraded: count,
    failed: count,
    /** Null if no page ended. */
    p99Ms: z.number().nullable(),
  })
  .meta({ id: 'PageCounts' });
export type PageCounts = z.infer<typeof PageCounts>;

/** What the visitors of one storefront get. */
export const ShopPages = z
  .object({
    /** `the shop`, `the twin`. */
    shop: z.string(),
    /** Of the last ten seconds. */
    lately: PageCounts,
    /** A second each, of two minutes, the oldest first; the last one has just ended. */
    history: z.array(PageCounts),
  })
  .meta({ id: 'ShopPages' });
export type ShopPages = z.infer<typeof ShopPages>;

/** What was ordered and charged since the visitors were started. */
export const OrderTotals = z
  .object({
    orders: count,
    /** Orders whose charge is not confirmed yet. */
    underWay: count,
    charges: count,
    /** Charges that belong to no order. */
    tooMany: count,
  })
  .meta({ id: 'OrderTotals' });
export type OrderTotals = z.infer<typeof OrderTotals>;

/** Orders of one kind: how many, and the ids of the first. */
export const NamedOrders = z.object({ count, ids: z.array(z.string()) }).meta({ id: 'NamedOrders' });
export type NamedOrders = z.infer<typeof NamedOrders>;

/** What differed between orders and charges when checkout compared them last. */
export const NewestComparison = z
  .object({
    comparedAt: Timestamp,
    /** Nothing has been compared for minutes: checkout or payment is unavailable. */
    isStale: z.boolean(),
    paidWithoutCharge: NamedOrders,
    chargedWithoutOrder: NamedOrders,
  })
  .meta({ id: 'NewestComparison' });
export type NewestComparison = z.infer<typeof NewestComparison>;

export const VisitorsReport = z
  .object({
    /** Pages a second that visitors open. */
    perSecond: count,
    shops: z.array(ShopPages),
    /** Of the last minute: those that failed, then the slowest. */
    worstPages: z.array(
      z.object({ traceId: z.string(), shop: z.string(), path: z.string(), tookMs: z.number(), failed: z.boolean() }),
    ),
    /** Null until checkout and the bank have answered. */
    totals: OrderTotals.nullable(),
    /** Null until checkout has compared orders and charges. */
    comparison: NewestComparison.nullable(),
  })
  .meta({ id: 'VisitorsReport' });
export type VisitorsReport = z.infer<typeof VisitorsReport>;

export const VisitorsRate = z.strictObject({ perSecond: z.int().min(0).max(100) });
export type VisitorsRate = z.infer<typeof VisitorsRate>;

/** What the load generator answers behind the ops token. */
export const visitors = contract({
  readVisitors: {
    method: 'GET',
    path: '/ops/visitors',
    summary: 'How many visitors there are, what they get, and whether orders and charges are equal.',
    repeatable: 'always',
    answers: { 200: VisitorsReport },
  },
  setVisitors: {
    method: 'PUT',
    path: '/ops/visitors',
    summary: 'How many pages a second visitors open from now on, 0 to 100.',
    repeatable: 'always',
    body: VisitorsRate,
    answers: { 200: VisitorsReport },
  },
});
