import { allPipelines, onEveryPipeline, type Pattern, type Pipeline, resetAllPipelines } from '@watertight/resilience';

let areOut = false;

/** `PATTERNS=off`: takes every pattern out of every pipeline as soon as it is made. */
export function withoutPatterns(): void {
  areOut = true;
  onEveryPipeline(takeOut);
}

/** Makes every pipeline as new: as this process began, with its patterns or without. */
export function renewPipelines(): void {
  resetAllPipelines();
  if (areOut) allPipelines().forEach(takeOut);
}

function takeOut(pipeline: Pipeline): void {
  for (const pattern of Object.keys(pipeline.switches()) as Pattern[]) pipeline.switch(pattern, false);
}
