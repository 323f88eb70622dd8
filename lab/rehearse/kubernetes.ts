import { setTimeout as sleep } from 'node:timers/promises';
import { press } from '../first-hour/room.ts';
import { kubectl, readyPods, restarts, troubledCalls } from './kubectl.ts';
import { Load, type Served } from './load.ts';

const PER_SECOND = Number(process.env['PER_SECOND'] ?? 50);
const twice = ['storefront', 'search', 'checkout', 'payment'];
const once = ['profile', 'recommendations', 'comments', 'bank', 'control-room'];
const SETTLE_MS = 3000;

interface Row {
  what: string;
  served: Served;
  attempts: number;
  note: string;
}

const rows: Row[] = [];

/** `npm run rehearse:k8s`: the cluster's own troubles under an open loop of 50 pages a second; what visitors lost, and what callers. */
async function rehearse(): Promise<void> {
  await press('/visitors', { perSecond: '0' }); // whoever counts comes alone
  for (const app of twice) await kubectl(['scale', 'deployment', app, '--replicas=2']);
  for (const app of [...twice, ...once]) await rolledOut(app);
  await trouble('nothing', () => sleep(10_000));
  for (const app of [...twice, ...once]) await trouble(`${app} rolled`, () => roll(app));
  for (const app of twice) await trouble(`a pod of ${app} killed`, () => killPod(app));
  await trouble('two evictions of checkout', evictTwice);
  for (const database of ['redis', 'postgres']) await trouble(`${database} killed`, () => killDatabase(database));
}

async function trouble(what: string, cause: () => Promise<string | void>): Promise<void> {
  const before = await troubledCalls();
  const load = new Load(PER_SECOND);
  await sleep(1000);
  const note = (await cause()) ?? '';
  await sleep(SETTLE_MS);
  const served = await load.end();
  const after = await troubledCalls();
  const attempts = [...after].reduce((sum, [pod, count]) => sum + count - (before.get(pod) ?? 0), 0);
  rows.push({ what, served, attempts, note });
  process.stdout.write(`${lineOf(rows.at(-1)!)}\n`);
  for (const each of new Set(served.failed)) process.stdout.write(`        ${each}\n`);
}

async function roll(app: string): Promise<void> {
  await kubectl(['rollout', 'restart', `deployment/${app}`]);
  await rolledOut(app);
  await sleep(8000); // the last of the old ones still drains
}

const rolledOut = (app: string) => kubectl(['rollout', 'status', `deployment/${app}`, '--timeout=200s']);

async function killPod(app: string): Promise<void> {
  const [pod = ''] = await readyPods(app);
  await kubectl(['delete', 'pod', pod, '--grace-period=0', '--force']);
  await rolledOut(app);
}

/** The second would leave none: the budget refuses it until the first one's successor is ready. */
async function evictTwice(): Promise<string> {
  const [one = '', two = ''] = await readyPods('checkout');
  const evict = (name: string) =>
    kubectl(
      ['create', '--raw', `/api/v1/namespaces/watertight/pods/${name}/eviction`, '-f', '-'],
      JSON.stringify({ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: 'watertight' } }),
    ).then(
      () => 'granted',
      (error: unknown) => (/disruption budget/.test(String(error)) ? 'refused' : String(error)),
    );
  const verdicts = [await evict(one), await evict(two)];
  await rolledOut('checkout');
  return verdicts.join(', then ');
}

/** All processes of the container at once, as by a crash of the server; its volume stays. */
async function killDatabase(name: string): Promise<void> {
  await kubectl(['exec', `${name}-0`, '--', 'bash', '-c', 'kill -9 -1']).catch(() => undefined); // the shell dies as well
  await kubectl(['wait', '--for=condition=Ready', 'pod', `${name}-0`, '--timeout=60s']);
  await sleep(5000);
}

const lineOf = ({ what, served: { pages, whole, degraded, failed }, attempts, note }: Row) =>
  [what.padEnd(28), pages, whole, degraded, failed.length, attempts].map(each => String(each).padStart(9)).join('') +
  (note === '' ? '' : `  ${note}`);

process.stdout.write(`${'trouble'.padStart(28)}    pages    whole degraded   failed attempts, ${PER_SECOND} pages/s\n`);
const restartsBefore = await restarts();
await rehearse();
const rolls = rows.filter(({ what }) => what.endsWith('rolled'));
const lost = rolls.reduce((sum, { served }) => sum + served.failed.length, 0);
const attempts = rolls.reduce((sum, row) => sum + row.attempts, 0);
const databases = 2;
const restarted = (await restarts()) - restartsBefore;
process.stdout.write(
  `\nrolling restarts of every Deployment: ${lost} pages lost (0), ${attempts} calls not answered at their first attempt (0 the goal)\n`,
);
process.stdout.write(`containers restarted: ${restarted} (the two databases that were killed)\n`);
process.exitCode = lost === 0 && restarted <= databases ? 0 : 1;
