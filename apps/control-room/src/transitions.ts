import type { WatchedService } from './watch-services.ts';

/** One thing that is otherwise than at the reading before. */
export interface Transition {
  readonly number: number;
  /** When it was seen, ISO 8601; it may have happened up to a reading before. */
  readonly at: string;
  readonly text: string;
}

const KEPT = 8;

/** What has changed from reading to reading, in words: the one part of the screen that is read out. */
export class Transitions {
  private before: ReadonlyMap<string, string> = new Map();
  private kept: readonly Transition[] = [];
  private seen = 0;
  private last: readonly WatchedService[] = [];

  /** Compares with the reading before; answers the latest eight, oldest first. */
  note(services: readonly WatchedService[], at: string): readonly Transition[] {
    if (services.length === this.last.length && services.every((each, i) => each === this.last[i])) return this.kept;
    this.last = services;
    const now = new Map(services.flatMap(wordsOf));
    const changed = [...now].filter(([what, word]) => (this.before.get(what) ?? word) !== word);
    const added = changed.map(([what, word]) => ({ number: ++this.seen, at, text: `${what} ${word}` }));
    this.kept = [...this.kept, ...added].slice(-KEPT);
    // Of what is silent now, what it said last is what its next word is compared with.
    const silent = services.filter(({ word }) => word === 'silent').map(({ name }) => policyOf(name, ''));
    const last = [...this.before].filter(([what]) => silent.some(start => what.startsWith(start)));
    this.before = new Map([...last, ...now]);
    return this.kept;
  }
}

function wordsOf({ name, word, pipelines, faults }: WatchedService): [what: string, word: string][] {
  const service: [string, string] = [`${name}:`, word];
  if (word === 'silent') return [service];
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
