import { fakeClock } from '@watertight/testing';
import fc from 'fast-check';
import { definePolicies, pipeline, type Pipeline } from '../src/index.ts';

const OPEN_MS = 1200;
const UNREACHABLE_OPEN_MS = 1000;
const PROBE_TIMEOUT_MS = 400;
const { model: policy } = definePolicies({
  model: {
    breaker: {
      openMs: OPEN_MS,
      openJitter: 0,
      unreachableOpenMs: UNREACHABLE_OPEN_MS,
      probeTimeoutMs: PROBE_TIMEOUT_MS,
    },
    judge: outcome => ('error' in outcome ? (outcome.error as 'failure' | 'unreachable') : 'success'),
  },
});

const step = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('arrive' as const),
      how: fc.constantFrom('succeeds', 'fails', 'is refused', 'runs', 'runs'),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      which: fc.nat(),
      how: fc.constantFrom('succeeds', 'fails', 'is refused', 'leaves'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 100, PROBE_TIMEOUT_MS, UNREACHABLE_OPEN_MS - 1, OPEN_MS - 1, OPEN_MS),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('force' as const), to: fc.constantFrom('open', 'closed', null, null) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
type Heard = 'succeeds' | 'fails' | 'is refused';
type Ending = Heard | 'leaves';

interface Call {
  readonly window: Window;
  readonly startedAt: number;
  state: 'refused' | 'running' | 'over';
}

/** One stretch between two transitions, with everything that was heard in it. */
interface Window {
  readonly is: 'closed' | 'open' | 'half-open';
  readonly since: number;
  readonly openMs: number;
  readonly heard: Heard[];
}

/** What should happen, read off the history of each window: no counters, no timers. */
class Model {
  now = 0;
  forced: 'open' | 'closed' | null = null;
  window: Window = { is: 'closed', since: 0, openMs: 0, heard: [] };
  hasAnswered = false;
  last: Heard | undefined;
  calls: Call[] = [];

  get state() {
    return this.forced ?? this.window.is;
  }

  begin(is: Window['is']): void {
    const openMs = this.hasAnswered && this.last !== 'is refused' ? OPEN_MS : UNREACHABLE_OPEN_MS;
    if (this.window.is !== is) this.window = { is, since: this.now, openMs, heard: [] };
  }

  probesOut(): Call[] {
    return this.calls.filter(
      ({ state, window, startedAt }) =>
        state === 'running' && window === this.window && this.now - startedAt < PROBE_TIMEOUT_MS,
    );
  }

  arrive(): Call {
    const { is, heard } = this.window;
    const hasRoom = is === 'half-open' && heard.length + this.probesOut().length < 3;
    const isLet = this.forced === null ? is === 'closed' || hasRoom : this.forced === 'closed';
    const call: Call = { window: this.window, startedAt: this.now, state: isLet ? 'running' : 'refused' };
    this.calls.push(call);
    return call;
  }

  end(call: Call, how: Ending): void {
    call.state = 'over';
    if (how === 'succeeds') this.hasAnswered = true;
    const isExpired = call.window.is === 'half-open' && this.now - call.startedAt >= PROBE_TIMEOUT_MS;
    if (how !== 'leaves' && !isExpired) this.hear(call.window, how);
  }

  hear(window: Window, how: Heard): void {
    if (window !== this.window) return;
    window.heard.push(how);
    this.last = how;
    const good = window.heard.filter(heard => heard === 'succeeds').length;
    if (window.is === 'half-open' && good === 2) this.begin('closed');
    if (window.is === 'half-open' && window.heard.length - good === 2) this.begin('open');
    const lastFive = window.heard.slice(-5);
    const isStreak = lastFive.length === 5 && !lastFive.includes('succeeds');
    if (window.is === 'closed' && isStreak && this.forced !== 'closed') this.begin('open');
  }

  wait(ms: number): void {
    for (let passed = 0; passed < ms; passed++) {
      this.now++;
      const expired = this.calls.filter(
        ({ state, window, startedAt }) =>
          state === 'running' &&
          window === this.window &&
          window.is === 'half-open' &&
          this.now - startedAt === PROBE_TIMEOUT_MS,
      );
      for (const { window } of expired) this.hear(window, 'fails');
      this.rest();
    }
  }

  rest(): void {
    if (this.window.is === 'open' && this.now - this.window.since >= this.window.openMs && this.forced === null)
      this.begin('half-open');
  }

  force(to: Model['forced']): void {
    this.forced = to;
    if (to !== null) this.begin(to);
    this.rest();
  }
}

/** The judge of the policy takes it as it is. */
const judgementOf = { fails: 'failure', 'is refused': 'unreachable' } as const;

/** The real one, driven by the same steps. */
class Real {
  readonly pipeline: Pipeline = pipeline(policy);
  readonly calls: { state: Call['state']; readonly end: (how: Ending) => void }[] = [];

  arrive(): Real['calls'][number] {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leaving = new AbortController();
    const end = (how: Ending) =>
      how === 'succeeds' ? resolve() : how === 'leaves' ? leaving.abort('gone') : reject(judgementOf[how]);
    const call: Real['calls'][number] = { state: 'refused', end };
    const over = () => void (call.state = call.state === 'running' ? 'over' : 'refused');
    const action = () => {
      call.state = 'running';
      return promise;
    };
    this.calls.push(call);
    this.pipeline.run(action, { signal: leaving.signal }).then(over, over);
    return call;
  }
}

function apply(what: Step, model: Model, real: Real): void {
  if (what.do === 'arrive') {
    const [expected, call] = [model.arrive(), real.arrive()];
    if (what.how !== 'runs' && expected.state === 'running') {
      model.end(expected, what.how);
      call.end(what.how);
    }
  }
  if (what.do === 'end') {
    const running = model.calls.flatMap(({ state }, index) => (state === 'running' ? [index] : []));
    const index = running[what.which % running.length];
    if (index !== undefined) {
      model.end(model.calls[index]!, what.how);
      real.calls[index]?.end(what.how);
    }
  }
  if (what.do === 'wait') model.wait(what.ms);
  if (what.do === 'force') {
    model.force(what.to);
    real.pipeline.force(what.to);
  }
}

describe('a breaker under any schedule', () => {
  const clock = fakeClock();

  it('does what the model does: who runs, who is refused, and every state on the way', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 80 }), async steps => {
        const [model, real] = [new Model(), new Real()];
        const told: string[] = [];
        real.pipeline.on('state', ({ from, to }) => told.push(`${from} → ${to}`));
        for (const what of steps) {
          apply(what, model, real);
          await clock.advance(what.do === 'wait' ? what.ms : 0);
          expect(real.calls.map(({ state }) => state)).toEqual(model.calls.map(({ state }) => state));
          expect(real.pipeline.snapshot().breaker?.state).toBe(model.state);
        }
        // Each transition begins where the one before ended, and goes somewhere else.
        const chain = told.map(transition => transition.split(' → '));
        for (const [index, [from, to]] of chain.entries())
          expect([from, from === to]).toEqual([index === 0 ? 'closed' : chain[index - 1]?.[1], false]);
        for (const transition of told) seen.add(transition);
        real.pipeline.close();
      }),
      { seed: 13, numRuns: 400 },
    );
    expect([...seen].toSorted()).toEqual([
      'closed → open',
      'half-open → closed',
      'half-open → open',
      'open → closed',
      'open → half-open',
    ]);
  }, 60_000);
});
