import { execFile } from 'node:child_process';

const LONGEST_MS = 240_000;

/** Runs kubectl in the shop's namespace. @throws Error with what it said */
export function kubectl(args: readonly string[], input = ''): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const all = ['--namespace', 'watertight', ...args];
  const child = execFile('kubectl', all, { timeout: LONGEST_MS, maxBuffer: 20_000_000 }, (error, stdout, stderr) => {
    if (error === null) resolve(stdout);
    else reject(new Error(`kubectl ${args.join(' ')}: ${stderr.trim() || error.message}`));
  });
  child.stdin?.end(input);
  return promise;
}

interface Pod {
  metadata: { name: string; labels: { app: string }; deletionTimestamp?: string };
  status: { conditions?: { type: string; status: string }[]; containerStatuses?: { restartCount: number }[] };
}

/** The pods of an app that are ready and not on their way out. */
export async function readyPods(app: string): Promise<string[]> {
  const { items } = JSON.parse(await kubectl(['get', 'pods', '-l', `app=${app}`, '-o', 'json'])) as { items: Pod[] };
  return items
    .filter(({ metadata, status }) => metadata.deletionTimestamp === undefined && isReady(status))
    .map(({ metadata }) => metadata.name);
}

const isReady = ({ conditions = [] }: Pod['status']) =>
  conditions.some(({ type, status }) => type === 'Ready' && status === 'True');

/** Restarts of containers, by pod. */
export async function restarts(): Promise<ReadonlyMap<string, number>> {
  const { items } = JSON.parse(await kubectl(['get', 'pods', '-o', 'json'])) as { items: Pod[] };
  return new Map(
    items.map(({ metadata, status }) => [metadata.name, status.containerStatuses?.[0]?.restartCount ?? 0]),
  );
}

/** How often a call of one policy had an outcome, as `stock fallback`. */
export type Outcomes = ReadonlyMap<string, number>;

/** Calls of the storefronts that did not get an answer at their first attempt, as their counters say; by pod, of those that live on. */
export async function troubledCalls(): Promise<ReadonlyMap<string, Outcomes>> {
  const counts = new Map<string, Outcomes>();
  for (const pod of await readyPods('storefront')) {
    const path = `/api/v1/namespaces/watertight/pods/${pod}:9464/proxy/metrics`;
    const metrics = await kubectl(['get', '--raw', path]);
    const lines = [...metrics.matchAll(/^watertight_calls_total\{([^}]*)\} (\d+)/gm)].map(([, labels = '', value]) => {
      const label = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(labels)?.[1] ?? '';
      return [`${label('policy')} ${label('outcome')}`, Number(value)] as const;
    });
    counts.set(pod, new Map(lines.filter(([what]) => /(retried_ok|failed|fallback|refused)$/.test(what))));
  }
  return counts;
}

/** What was added between two countings; a pod that came meanwhile began at none. */
export function addedSince(before: ReadonlyMap<string, Outcomes>, after: ReadonlyMap<string, Outcomes>): Outcomes {
  const added = new Map<string, number>();
  for (const [pod, outcomes] of after)
    for (const [what, count] of outcomes)
      added.set(what, (added.get(what) ?? 0) + count - (before.get(pod)?.get(what) ?? 0));
  return new Map([...added].filter(([, count]) => count > 0));
}
