import type { WatchedService } from './watch-services.ts';

/** One change since the reading before. */
export interface Transition {
  readonly number: number;
  /** ISO 8601, of the reading that showed it; it may have happened up to a reading earlier. */
  readonly at: string;
  readonly text: string;
}

const KEPT = 8;

/** What changes from reading to reading, as text: the one section of the screen that screen readers announce. */
export class Transitions {
  private before: ReadonlyMap<string, string> = new Map();
  private latest: readonly Transition[] = [];
  private count = 0;
  private last: readonly WatchedService[] = [];

  /** Compares with the reading before; returns the latest eight, oldest first. */
  add(services: readonly WatchedService[], at: string): readonly Transition[] {
    if (services.length === this.last.length && services.every((each, i) => each === this.last[i])) return this.latest;
    this.last = services;
    const now = new Map(services.flatMap(valuesOf));
    const changed = [...now].filter(([what, value]) => (this.before.get(what) ?? value) !== value);
    const added = changed.map(([what, value]) => ({ number: ++this.count, at, text: `${what} ${value}` }));
    this.latest = [...this.latest, ...added].slice(-KEPT);
    // The next report of a service that is silent now is compared with its last one.
    const silent = services.filter(({ status }) => status === 'silent').map(({ name }) => policyOf(name, ''));
    const last = [...this.before].filter(([what]) => silent.some(start => what.startsWith(start)));
    this.before = new Map([...last, ...now]);
    return this.latest;
  }
}

function valuesOf({ name, status, pipelines, faults }: WatchedService): [what: string, value: string][] {
  const service: [string, string] = [`${name}:`, status];
  if (status === 'silent') return [service];
  const broken: [string, string] = [`${name}, on purpose:`, faults.map(({ kind }) => kind).join(', ') || 'no fault'];
  const policies = pipelines.flatMap(({ name: policy, breaker, switches }): [string, string][] => [
    ...(breaker === undefined ? [] : [[`${policyOf(name, policy)}: breaker`, breaker.state] as [string, string]]),
    ...Object.entries(switches).map(([pattern, on]): [string, string] => [
      `${policyOf(name, policy)}: ${pattern} switched`,
      on ? 'on' : 'off',
    ]),
  ]);
  return [service, broken, ...policies];
}

function policyOf(service: string, policy: string): string {
  return `${service} → ${policy}`;
}
