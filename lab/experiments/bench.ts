import {
  definePolicies,
  type Pipeline,
  pipeline,
  type PipelineOptions,
  type PolicyOptions,
} from '@watertight/resilience';

/** Permits for all callers, and a budget for all their retries: patterns that an experiment is not about. */
export const noBulkhead = { running: 10_000 };
export const noBudget = { ratio: 10, burst: 10_000, perSecond: 10_000 };

/** Makes the pipeline of an arm; the end of the block closes it. */
export function openPipeline(policy: PolicyOptions, options?: PipelineOptions): Pipeline & Disposable {
  const { arm } = definePolicies({ arm: policy });
  const calls: Pipeline = pipeline(arm, options);
  return Object.assign(calls, { [Symbol.dispose]: () => calls.close() });
}
