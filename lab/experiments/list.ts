import type { Experiment } from './experiment.ts';
import breaker from './breaker.ts';
import bulkhead from './bulkhead.ts';
import chargeTwice from './charge-twice.ts';
import jitter from './jitter.ts';
import lastPiece from './last-piece.ts';
import metastable from './metastable.ts';
import news from './news.ts';
import onePrice from './one-price.ts';
import oneShipment from './one-shipment.ts';
import retryStorm from './retry-storm.ts';
import thousand from './thousand.ts';
import timeout from './timeout.ts';

/** The experiments by group; a group's name runs all of it. */
export const groups: Readonly<Record<string, Readonly<Record<string, Experiment>>>> = {
  patterns: {
    jitter,
    thousand,
    breaker,
    bulkhead,
    timeout,
    'charge-twice': chargeTwice,
    news,
  },
  overload: {
    'retry-storm': retryStorm,
    metastable,
  },
  stores: {
    'one-shipment': oneShipment,
    'last-piece': lastPiece,
    'one-price': onePrice,
  },
};

/** Returns an experiment's name with it, those of a group, or all; undefined for an unknown name. */
export function findExperiments(name: string): readonly (readonly [string, Experiment])[] | undefined {
  const all = Object.values(groups).flatMap(group => Object.entries(group));
  if (name === 'all') return all;
  if (Object.hasOwn(groups, name)) return Object.entries(groups[name] ?? {});
  const found = all.filter(([itsName]) => itsName === name);
  return found.length > 0 ? found : undefined;
}

export function listOf(): string {
  const lines = Object.entries(groups).flatMap(([group, experiments]) => [
    group,
    ...Object.entries(experiments).map(([name, { asks }]) => `  ${name.padEnd(14)}${asks}`),
  ]);
  return [...lines, 'npm run lab <name> … runs these; a group runs all of it; "all" runs everything.'].join('\n');
}
