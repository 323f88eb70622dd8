import type { Experiment } from './experiment.ts';
import administrator from './administrator.ts';
import bandwidth from './bandwidth.ts';
import breaker from './breaker.ts';
import bulkhead from './bulkhead.ts';
import cascade from './cascade.ts';
import chargeTwice from './charge-twice.ts';
import clock from './clock.ts';
import deadline from './deadline.ts';
import gray from './gray.ts';
import homogeneous from './homogeneous.ts';
import herd from './herd.ts';
import jitter from './jitter.ts';
import lastPiece from './last-piece.ts';
import latency from './latency.ts';
import measuredTimeout from './measured-timeout.ts';
import metastable from './metastable.ts';
import news from './news.ts';
import onePrice from './one-price.ts';
import oneShipment from './one-shipment.ts';
import retry from './retry.ts';
import retryStorm from './retry-storm.ts';
import secure from './secure.ts';
import thousand from './thousand.ts';
import topology from './topology.ts';
import timeout from './timeout.ts';
import transport from './transport.ts';

/** The experiments by group; a group's name runs all of it. */
export const groups: Readonly<Record<string, Readonly<Record<string, Experiment>>>> = {
  patterns: {
    retry,
    jitter,
    thousand,
    breaker,
    bulkhead,
    timeout,
    'measured-timeout': measuredTimeout,
    deadline,
    'charge-twice': chargeTwice,
    news,
  },
  overload: {
    cascade,
    'retry-storm': retryStorm,
    metastable,
    herd,
    clock,
    gray,
  },
  stores: {
    'one-shipment': oneShipment,
    'last-piece': lastPiece,
    'one-price': onePrice,
  },
  fallacies: {
    retry, // 1: the network is reliable
    latency,
    bandwidth,
    secure,
    administrator,
    topology,
    transport,
    homogeneous,
  },
};

/** Lists for an occasion, in the order of their telling. */
const playlists: Readonly<Record<string, readonly string[]>> = {
  'first-hour': ['news', 'breaker', 'charge-twice'],
  'workshop-60': ['news', 'breaker', 'bulkhead', 'charge-twice'],
};

/** Each once, in the order of the groups. */
const all = [...new Map(Object.values(groups).flatMap(group => Object.entries(group)))];

/** Returns an experiment's name with it, those of a group or playlist, all, or all that need no shop; undefined for an unknown name. */
export function findExperiments(name: string): readonly (readonly [string, Experiment])[] | undefined {
  if (name === 'all') return all;
  if (name === 'bench') return all.filter(([, { stage }]) => stage === 'bench');
  if (Object.hasOwn(groups, name)) return Object.entries(groups[name] ?? {});
  if (Object.hasOwn(playlists, name)) return playlists[name]?.flatMap(each => findExperiments(each) ?? []);
  const found = all.filter(([itsName]) => itsName === name);
  return found.length > 0 ? found : undefined;
}

export function listOf(): string {
  const lines = Object.entries(groups).flatMap(([group, experiments]) => [
    group,
    ...Object.entries(experiments).map(
      ([name, { asks, stage }]) => `  ${name.padEnd(18)}${asks}${stage === 'shop' ? ' (open shop)' : ''}`,
    ),
  ]);
  return [
    ...lines,
    'lists',
    ...Object.entries(playlists).map(([name, names]) => `  ${name.padEnd(18)}${names.join(', ')}`),
    '',
    'npm run lab <name> … runs these; a group or list runs all of it, "bench" all that need no shop, "all" everything.',
    'npm run lab mystery hides a fault in the open shop; npm run lab grade a1 grades an assignment.',
  ].join('\n');
}
