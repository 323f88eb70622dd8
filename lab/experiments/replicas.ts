import { roomState } from '../kit/control-room.ts';
import type { Experiment } from './experiment.ts';
import { processesIn } from './open-shop.ts';

type Named = readonly [name: string, experiment: Experiment];

/** Returns the arguments of `npm start` that open a shop for all of these experiments: `--replicas search=2`, or none. */
export function startArgsFor(experiments: readonly Experiment[]): string[] {
  const most = new Map<string, number>();
  for (const experiment of experiments)
    for (const [service, count] of replicasOf(experiment)) most.set(service, Math.max(count, most.get(service) ?? 1));
  return most.size === 0 ? [] : ['--replicas', [...most].map(each => each.join('=')).join(',')];
}

/** Returns the command that opens a shop for an experiment. */
export function startCommandFor(experiment: Experiment): string {
  return ['npm start', ...(replicasOf(experiment).length > 0 ? ['--', ...startArgsFor([experiment])] : [])].join(' ');
}

/** Returns what an experiment needs before it can run, in words. */
export function needsOf(experiment: Experiment): string {
  if (experiment.stage === 'bench') return 'nothing';
  const several = replicasOf(experiment).length > 0;
  return several ? `the open shop: \`${startCommandFor(experiment)}\`` : 'the open shop';
}

/** Returns what the open shop has too few processes for, with the command that opens one; undefined if it has enough. */
export async function lackOf([name, experiment]: Named): Promise<string | undefined> {
  const needed = replicasOf(experiment);
  if (needed.length === 0) return undefined;
  const state = await roomState();
  const lacking = needed.find(([service, count]) => processesIn(state, service).length < count);
  if (lacking === undefined) return undefined;
  const [service, count] = lacking;
  return `${name} needs ${count} processes of ${service}. Open the shop with \`${startCommandFor(experiment)}\`.`;
}

const replicasOf = (experiment: Experiment) =>
  Object.entries(experiment.stage === 'shop' ? (experiment.replicas ?? {}) : {});
