import { twin } from './twin.ts';
import type { State } from './state.ts';

/** Returns what would be measured beside an experiment: a sentence, or undefined if the shop is whole and not lent. */
export function obstacleIn({ services, processes, lab }: State): string | undefined {
  if (lab !== undefined)
    return `The experiment ${lab.experiment} uses the shop until ${lab.endsAt.slice(11, 19)} UTC. Wait for it, or end it where it runs.`;
  const down = processes?.list
    .filter(({ state }) => state !== 'running')
    .map(({ name, state }) => `${name} is ${state}`);
  const silent = services.filter(({ status }) => status !== 'ready').map(({ name, status }) => `${name} is ${status}`);
  const faults = services.flatMap(({ name, faults }) => faults.map(({ kind }) => `${name} has the fault ${kind}`));
  const off = services.flatMap(service =>
    patternsOff(service).map(pattern => `${service.name} runs without ${pattern}`),
  );
  const [first] = [...(down ?? []), ...silent, ...faults, ...off];
  return first && `The shop is not whole: ${first}. "npm run shop heal" heals it.`;
}

function patternsOff({ name, patterns, pipelines }: State['services'][number]): string[] {
  if (name === twin) return []; // it is meant to be without
  const all = [patterns, ...pipelines.map(({ switches }) => switches)].flatMap(each => Object.entries(each));
  return [...new Set(all.filter(([, isOn]) => !isOn).map(([pattern]) => pattern))];
}
