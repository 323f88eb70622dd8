import { type Pipeline, pipeline, type Policy } from '@watertight/resilience';
import { type Callee, fails, hangs, openCallee } from '../kit/callee.ts';
import { Lognormal, LognormalService } from '../kit/lognormal.ts';
import { openLoop } from '../kit/open-loop.ts';
import { percentile } from '../kit/statistics.ts';
import type { Finding } from './grade.ts';

export type Policies = Readonly<Record<'search' | 'checkout' | 'comments' | 'recommendations', Policy>>;

const FOR_MS = 6000;
/** So many pages a storefront works on at once; the next one gets an error page. */
const PLACES = 350;
/** Searches of 100 a second that never end have filled it by then. */
const FULL_AFTER_MS = 4000;
const perSecond = { search: 100, checkout: 10, article: 10 };
const OPTIONAL_WITHIN_MS = 500;
const SEARCH_WITHIN_MS = 2000;
const MOST_CALLS = 15;

interface Visit {
  readonly atMs: number;
  readonly tookMs: number;
  readonly isAnswered: boolean;
}

/** Grades assignment 2: search and recommendations hang, comments fail, and checkout is as healthy as ever. */
export async function gradePolicies(policies: Policies): Promise<Finding[]> {
  const { visits, commentsAsked } = await visitStorefront(policies);
  const answered = (seen: readonly Visit[]) =>
    Math.round((100 * seen.filter(each => each.isAnswered).length) / seen.length);
  const checkout = answered(visits.checkout.filter(({ atMs }) => atMs >= FULL_AFTER_MS));
  const articles = visits.article.map(each => ({
    ...each,
    isAnswered: each.isAnswered && each.tookMs <= OPTIONAL_WITHIN_MS,
  }));
  const searchMs = percentile(
    visits.search.map(({ tookMs }) => tookMs),
    0.99,
  );
  return [
    { holds: checkout >= 99, says: `checkout answers ${checkout} % of its pages while search hangs (at least 99 %)` },
    {
      holds: answered(articles) >= 99,
      says: `${answered(articles)} % of the articles arrive within ${OPTIONAL_WITHIN_MS} ms (at least 99 %)`,
    },
    {
      holds: searchMs <= SEARCH_WITHIN_MS,
      says: `a search that hangs ends after ${Math.round(searchMs)} ms (at most ${SEARCH_WITHIN_MS})`,
    },
    {
      holds: commentsAsked <= MOST_CALLS,
      says: `comments that fail are called ${commentsAsked} times in ${FOR_MS / 1000} s (at most ${MOST_CALLS})`,
    },
    {
      holds: policies.checkout.fallback === undefined,
      says: 'checkout has no fallback: nothing stands in for an order',
    },
  ];
}

async function visitStorefront(policies: Policies) {
  await using opened = new AsyncDisposableStack();
  const healthy = new LognormalService(new Lognormal(20, 80), { share: 0, forMs: 0 });
  const open = async (policy: Policy, behavior: Parameters<typeof openCallee>[0]) => {
    const callee = opened.use(await openCallee(behavior));
    const calls = pipeline(policy);
    opened.defer(() => calls.close());
    return { callee, calls };
  };
  const comments = await open(policies.comments, fails);
  const services = {
    search: [await open(policies.search, hangs)],
    checkout: [await open(policies.checkout, healthy.takes)],
    article: [comments, await open(policies.recommendations, hangs)],
  };
  const storefront = new Storefront();
  const timer = setTimeout(() => storefront.close(), FOR_MS + 2 * SEARCH_WITHIN_MS);
  const names = ['search', 'checkout', 'article'] as const;
  await Promise.all(
    names.map(name =>
      openLoop({ perSecond: perSecond[name], forMs: FOR_MS, call: () => storefront.show(name, services[name]) }),
    ),
  );
  clearTimeout(timer);
  return { visits: storefront.visits, commentsAsked: comments.callee.asked };
}

/** Shows pages that need all their services, as many at once as it has places for. */
class Storefront {
  readonly visits: Record<keyof typeof perSecond, Visit[]> = { search: [], checkout: [], article: [] };
  readonly #startMs = performance.now();
  readonly #over = new AbortController();
  #inProgress = 0;

  async show(name: keyof typeof perSecond, services: readonly { callee: Callee; calls: Pipeline }[]): Promise<void> {
    const atMs = performance.now() - this.#startMs;
    if (this.#inProgress >= PLACES) return void this.visits[name].push({ atMs, tookMs: 0, isAnswered: false });
    this.#inProgress += 1;
    const { signal: over } = this.#over;
    const all = services.map(({ callee, calls }) => calls.run(({ signal }) => callee.ask(signal), { signal: over }));
    const results = await Promise.allSettled(all);
    this.#inProgress -= 1;
    const isAnswered = results.every(({ status }) => status === 'fulfilled');
    this.visits[name].push({ atMs, tookMs: performance.now() - this.#startMs - atMs, isAnswered });
  }

  /** Ends what still waits. */
  close(): void {
    this.#over.abort();
  }
}
