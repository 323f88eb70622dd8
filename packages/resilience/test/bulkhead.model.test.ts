import { fakeClock } from '@watertight/testing';
import fc from 'fast-check';
import { BulkheadFullError, definePolicies, pipeline, type Pipeline } from '../src/index.ts';

const MAX_WAIT_MS = 100;

/** What a visitor may do to a bulkhead, in any order. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('arrive' as const),
      deadlineMs: fc.option(fc.integer({ min: 20, max: 150 })),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('end' as const), which: fc.nat(), fails: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('leave' as const), which: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 120 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('resize' as const),
      running: fc.integer({ min: 1, max: 6 }),
      waiting: fc.nat(6),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

type Fate = 'waiting' | 'running' | 'full' | 'late' | 'left' | 'ended';

/** What should happen, by searching lists: slow, and nothing in common with the real one. */
class Model {
  now = 0;
  limit = 2;
  places = 2;
  calls: { fate: Fate; since: number; due: number }[] = [];

  of(fate: Fate) {
    return this.calls.filter(call => call.fate === fate);
  }

  apply(what: Step): void {
    if (what.do === 'arrive') {
      const due = this.now + (what.deadlineMs ?? Infinity);
      const fate =
        this.of('waiting').length === 0 && this.of('running').length < this.limit
          ? 'running'
          : this.of('waiting').length < this.places
            ? 'waiting'
            : 'full';
      this.calls.push({ fate, since: this.now, due });
    }
    if (what.do === 'end') pick(this.of('running'), what.which, call => (call.fate = 'ended'));
    if (what.do === 'leave')
      pick(
        this.calls.filter(({ fate }) => fate === 'running' || fate === 'waiting'),
        what.which,
        call => (call.fate = 'left'),
      );
    if (what.do === 'resize') Object.assign(this, { limit: what.running, places: what.waiting });
    if (what.do === 'wait') for (let ms = 0; ms < what.ms; ms++) this.tick();
    this.seat();
  }

  tick(): void {
    this.now++;
    for (const call of this.calls) {
      if (call.fate === 'running' && this.now >= call.due) call.fate = 'late';
      if (call.fate === 'waiting' && this.now >= Math.min(call.due, call.since + MAX_WAIT_MS))
        call.fate = call.due < call.since + MAX_WAIT_MS ? 'late' : 'full';
    }
    this.seat();
  }

  seat(): void {
    while (this.of('waiting').length > 0 && this.of('running').length < this.limit) {
      const [first] = this.of('waiting');
      // It gets its permit with less than the minimum of 20 ms left, so it hands the permit to the next.
      first!.fate = first!.due - this.now < 20 ? 'late' : 'running';
    }
  }
}

function pick<T>(from: T[], which: number, act: (one: T) => void): T | undefined {
  const one = from[which % from.length];
  if (one !== undefined) act(one);
  return one;
}

/** The real one, driven by the same steps. */
class Real {
  calls: { fate: Fate; leaving: AbortController; end: (fails: boolean) => void }[] = [];
  readonly pipeline: Pipeline;

  constructor() {
    this.pipeline = pipeline(
      definePolicies({ model: { bulkhead: { running: 2, waiting: 2, maxWaitMs: MAX_WAIT_MS } } }).model,
    );
  }

  apply(what: Step): void {
    if (what.do === 'arrive') this.arrive(what.deadlineMs);
    if (what.do === 'end')
      pick(
        this.calls.filter(({ fate }) => fate === 'running'),
        what.which,
        call => call.end(what.fails),
      );
    if (what.do === 'leave')
      pick(
        this.calls.filter(({ fate }) => fate === 'running' || fate === 'waiting'),
        what.which,
        call => call.leaving.abort('left'),
      );
    if (what.do === 'resize') this.pipeline.set({ running: what.running, waiting: what.waiting });
  }

  arrive(deadlineMs: number | null): void {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leaving = new AbortController();
    const call: Real['calls'][number] = {
      fate: 'waiting',
      leaving,
      end: fails => (fails ? reject(new Error('ended')) : resolve()),
    };
    this.calls.push(call);
    const action = () => {
      call.fate = 'running';
      return promise;
    };
    this.pipeline.run(action, { signal: leaving.signal, deadlineMs: deadlineMs ?? undefined }).then(
      () => (call.fate = 'ended'),
      (error: unknown) =>
        (call.fate =
          error instanceof BulkheadFullError
            ? 'full'
            : error === 'left'
              ? 'left'
              : (error as Error).message === 'ended'
                ? 'ended'
                : 'late'),
    );
  }
}

describe('a bulkhead under any schedule', () => {
  const clock = fakeClock();

  it('does what the model does: seats, line, refusals, and zero in the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async steps => {
        const [model, real] = [new Model(), new Real()];
        for (const what of steps) {
          model.apply(what);
          real.apply(what);
          await clock.advance(what.do === 'wait' ? what.ms : 0);
          expect(real.calls.map(({ fate }) => fate)).toEqual(model.calls.map(({ fate }) => fate));
          expect(real.pipeline.snapshot().bulkhead).toMatchObject({
            running: model.of('running').length,
            waiting: model.of('waiting').length,
            limit: model.limit,
          });
        }
        for (const { end } of real.calls) end(false);
        await clock.advance(1000);
        for (const { end } of real.calls) end(false);
        await clock.advance(0);
        expect(real.pipeline.snapshot().bulkhead).toMatchObject({ running: 0, waiting: 0, abandoned: 0 });
        real.pipeline.close();
      }),
      { seed: 40, numRuns: 300 },
    );
  }, 60_000);
});
