import { setTimeout as sleep } from 'node:timers/promises';
import type { InjectFault } from './shared-faults.ts';
import type { RandomSource } from '../../kit/random-source.ts';
import type { History } from './history.ts';
import { LEASE_MS, type MoneyShop, type ServiceName } from './shop.ts';

interface Victims {
  names: readonly ServiceName[];
  /** After which it may be made to crash, as CRASH_AT has them. */
  steps: readonly string[];
}

const payment: Victims = {
  names: ['payment-1', 'payment-2'],
  steps: [
    'request-received',
    'claim-stored',
    'row-committed',
    'bank-answered',
    'verdict-written',
    'answer-stored',
    'refund-set-aside',
    'bank-refunded',
  ],
};
const checkout: Victims = {
  names: ['checkout-1', 'checkout-2'],
  steps: ['order-reserved', 'charge-answered', 'order-confirmed', 'events-sent'],
};
const bank: Victims = { names: ['bank'], steps: ['capture-committed', 'refund-committed'] };
const recommendations: Victims = { names: ['recommendations'], steps: ['message-taken'] };
const victims: readonly (readonly [number, Victims])[] = [
  [8, payment],
  [6, checkout],
  [2, bank],
  [1, recommendations],
];

/** How long a process that is to die at a step waits for a request to pass there. */
const PASSES_WITHIN_MS = 6000;

export function processFaults(shop: MoneyShop, history: History, random: RandomSource): [number, InjectFault][] {
  const victim = () => random.oneOf(random.weighted(victims).names);
  const kill = async () => {
    const name = victim();
    history.addFault(`kill -9 ${name}`);
    await shop.process(name).kill();
    await sleep(random.between(0, 1500));
    await shop.revive(name);
  };
  const dieAtStep = async () => {
    const { names, steps } = random.weighted(victims);
    const name = random.oneOf(names);
    const crashAt = `${random.oneOf(steps)}:${random.between(1, 4)}`;
    history.addFault(`kill -9 ${name} at ${crashAt}`);
    await shop.process(name).kill();
    await shop.revive(name, crashAt);
    await Promise.race([shop.process(name).exited, sleep(PASSES_WITHIN_MS)]);
    await shop.process(name).kill(); // if no request passed there it would die later, when it is not revived
    await shop.revive(name);
  };
  const freeze = async () => {
    const name = victim();
    const forMs = random.chance(0.6) ? LEASE_MS + random.between(500, 2500) : random.between(300, 1500);
    history.addFault(`freeze ${name} for ${forMs} ms`);
    shop.process(name).freeze();
    await sleep(forMs);
    shop.process(name).thaw();
  };
  return [
    [3, kill],
    [5, dieAtStep],
    [3, freeze],
  ];
}
