import { allPipelines, type BreakerState, onEveryPipeline, SECOND, type Snapshot } from '@watertight/resilience';
import { metric } from '@watertight/telemetry';
import { Counter, Gauge } from 'prom-client';
import { registry } from './own-metrics.ts';

const states: readonly BreakerState[] = ['closed', 'open', 'half-open'];

/** Numbers by their labels, in one snapshot of a pipeline. */
type Read = (snapshot: Snapshot) => readonly (readonly [labels: Record<string, string>, value: number])[];

/** Shows every pipeline of this process in `/metrics`. What a pipeline counts itself is read at a scrape, and not counted twice. */
export function showPipelines(): void {
  show(Counter, metric.calls, 'Protected calls, by outcome.', ['outcome'], ({ counts }) =>
    Object.entries(counts)
      .filter(([name]) => name !== 'calls' && name !== 'timedOut') // no outcomes: all calls begun, and attempts
      .map(([name, count]) => [{ outcome: name === 'retriedOk' ? 'retried_ok' : name }, count]),
  );
  show(Gauge, metric.breakerState, '1 for the state the breaker is in.', ['state'], ({ breaker }) =>
    breaker === undefined ? [] : states.map(state => [{ state }, Number(breaker.state === state)]),
  );
  showOne(metric.bulkheadRunning, 'Permits in use.', ({ bulkhead }) => bulkhead?.running);
  showOne(metric.bulkheadWaiting, 'Calls waiting for a permit.', ({ bulkhead }) => bulkhead?.waiting);
  showOne(metric.bulkheadLimit, 'Permits in total.', ({ bulkhead }) => bulkhead?.limit);
  showOne(
    metric.timeoutLimit,
    'What the next attempt may take, in seconds.',
    ({ timeout }) => timeout && timeout.limitMs / SECOND,
  );
  showOne(metric.retryBudget, 'Retries that could be made at once.', ({ retry }) => retry?.budget);
  countEvents();
}

/** Counts what no pipeline keeps: changes of a breaker's state, and refusals of a bulkhead. Starts at 0. */
function countEvents(): void {
  const transitions = new Counter({
    name: metric.breakerTransitions,
    help: 'Changes of state of the breaker.',
    labelNames: ['policy', 'from', 'to'],
    registers: [registry],
  });
  const refused = new Counter({
    name: metric.bulkheadRefused,
    help: 'Calls refused because every permit was in use and the queue was full.',
    labelNames: ['policy'],
    registers: [registry],
  });
  onEveryPipeline(pipeline => {
    const { name: policy } = pipeline;
    const { breaker, bulkhead } = pipeline.snapshot();
    if (breaker !== undefined) transitions.inc({ policy, from: 'closed', to: 'open' }, 0);
    if (bulkhead !== undefined) refused.inc({ policy }, 0);
    pipeline.on('state', ({ from, to }) => transitions.inc({ policy, from, to }));
    pipeline.on('refused', ({ reason }) => {
      if (reason === 'bulkhead_full') refused.inc({ policy });
    });
  });
}

function show(Kind: typeof Gauge | typeof Counter, name: string, help: string, labels: string[], read: Read): void {
  registry.registerMetric(
    new Kind({
      name,
      help,
      labelNames: ['policy', ...labels],
      registers: [],
      collect() {
        this.reset();
        for (const snapshot of allPipelines().map(each => each.snapshot()))
          for (const [more, value] of read(snapshot)) this.inc({ policy: snapshot.name, ...more }, value);
      },
    }),
  );
}

function showOne(name: string, help: string, read: (snapshot: Snapshot) => number | undefined): void {
  show(Gauge, name, help, [], snapshot => {
    const value = read(snapshot);
    return value === undefined ? [] : [[{}, value]];
  });
}
