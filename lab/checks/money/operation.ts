import type { RandomSource } from '../../kit/random-source.ts';
import type { History } from './history.ts';
import type { MoneyShop } from './shop.ts';

/** Something that a client does, and how often among all of them. */
export type Operation = readonly [weight: number, operation: () => Promise<unknown>];

/** What an operation needs: the shop, the history it is written into, its random source, and until when it insists. */
export interface OperationContext {
  shop: MoneyShop;
  history: History;
  random: RandomSource;
  untilMs: number;
}
