import type { ActiveFault } from '@watertight/contracts/ops';
import type { State } from '../state.ts';

/** Returns the status of a service: that of its process if it is known and does not run, else whether the service answers. */
export function statusOf(
  name: string,
  { services, processes }: State,
): { status: string; faults: readonly ActiveFault[] } {
  const process = processes?.list.find(each => each.name === name);
  const service = services.find(each => each.name === name);
  const answers = service?.status ?? 'silent';
  const status = process !== undefined && process.state !== 'running' ? process.state : answers;
  return { status, faults: service?.faults ?? [] };
}
