import type { RandomSource } from '../../kit/random-source.ts';
import type { History } from './history.ts';
import type { MoneyShop } from './shop.ts';

/** Something that a client does, and how often among all of them. */
export type Act = readonly [weight: number, act: () => Promise<unknown>];

/** What an act needs: whom it asks, where it writes that down, what it draws, and until when it insists. */
export interface Scene {
  shop: MoneyShop;
  history: History;
  random: RandomSource;
  untilMs: number;
}
