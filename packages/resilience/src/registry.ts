import type { Pipeline } from './pipeline.ts';

const open = new Set<Pipeline>();
const watchers = new Set<(pipeline: Pipeline) => void>();

/** Every open pipeline of this process, in the order they were made. */
export function allPipelines(): readonly Pipeline[] {
  return [...open];
}

/** The pipeline of a policy, by name; the newest where there are several. */
export function findPipeline(policy: string): Pipeline | undefined {
  return allPipelines().findLast(({ name }) => name === policy);
}

/** Shows `watch` every pipeline once: those there are, and those to come as soon as they are made. */
export function onEveryPipeline(watch: (pipeline: Pipeline) => void): void {
  watchers.add(watch);
  for (const each of open) watch(each);
}

/** Makes every pipeline as new: counts, states, switches and numbers. Calls under way end as they began. */
export function resetAllPipelines(): void {
  for (const each of open) each.reset();
}

/** Final. Calls under way are released; no timer is left. */
export function closeAllPipelines(): void {
  for (const each of open) each.close();
}

export function register(pipeline: Pipeline): void {
  open.add(pipeline);
  for (const watch of watchers) watch(pipeline);
}

export function unregister(pipeline: Pipeline): void {
  open.delete(pipeline);
}
