import type { ActiveFault } from '@watertight/contracts/ops';
import type { State } from '../state.ts';

/** How a service is, in a word: as its process is, where that is known and out of the ordinary, else as it answers. */
export function wordOf(name: string, { services, processes }: State): { word: string; faults: readonly ActiveFault[] } {
  const process = processes?.list.find(each => each.name === name);
  const service = services.find(each => each.name === name);
  const answers = service?.word ?? 'silent';
  const word = process !== undefined && process.state !== 'running' ? process.state : answers;
  return { word, faults: service?.faults ?? [] };
}
