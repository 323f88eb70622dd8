import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { apps } from '@watertight/topology';
import { press } from '../kit/control-room.ts';
import { addedSince, kubectl, readyPods, restarts, troubledCalls } from './kubectl.ts';
import { Load, type Served } from './load.ts';

const PER_SECOND = Number(process.env['PER_SECOND'] ?? 50);
const twice = ['storefront', 'search', 'checkout', 'payment'];
const once = apps.map(({ name }) => name).filter(name => !twice.includes(name));
const SETTLE_MS = 3000;
const WARM_UP_MS = 10_000;
const MOST_WARM_UPS = 9;
const GRACE_MS = 45_000;

interface Row {
  what: string;
  served: Served;
  attempts: number;
  note: string;
}

/** `-- drained`, `-- storefront`: some of it. */
const words = process.argv.slice(2);
const rows: Row[] = [];
const overstayed: string[] = [];

/** `npm run rehearse:k8s`: the cluster's own troubles under an open loop of 50 pages a second; what visitors lost, and what callers. */
async function rehearse(): Promise<void> {
  await warnOfNoProfile();
  await giveRoomKey();
  await press('/visitors', { perSecond: '0' }); // only the visitors that are counted come
  for (const app of twice) await kubectl(['scale', 'deployment', app, '--replicas=2']);
  for (const app of [...twice, ...once]) await rolledOut(app);
  await warmUp();
  await trouble('nothing', () => sleep(10_000));
  for (const app of [...twice, ...once]) await trouble(`${app} rolled`, () => roll(app));
  for (const app of twice) await trouble(`a pod of ${app} killed`, () => killPod(app));
  for (const app of twice) await trouble(`a pod of ${app} drained`, () => drainPod(app));
  await trouble('two evictions of checkout', evictTwice);
  for (const database of ['redis', 'postgres']) await trouble(`${database} killed`, () => killDatabase(database));
}

/** Then nothing here proves that the pods may do no more than they should. */
async function warnOfNoProfile(): Promise<void> {
  const label = 'pod-security.kubernetes.io/enforce';
  const namespace = JSON.parse(await kubectl(['get', 'namespace', 'watertight', '-o', 'json'])) as {
    metadata: { labels?: Record<string, string> };
  };
  const enforced = namespace.metadata.labels?.[label] ?? 'nothing';
  if (enforced !== 'restricted')
    process.stdout.write(
      `The namespace enforces ${enforced}; label it ${label}=restricted, as k8s/overlays/local does, to have pods refused that want more.\n`,
    );
}

/** The control room makes a key of its own, which no program knows: the rehearsal gives it another. */
async function giveRoomKey(): Promise<void> {
  const key = (process.env['ROOM_KEY'] ||= randomBytes(24).toString('hex'));
  await kubectl(['set', 'env', 'deployment/control-room', `ROOM_KEY=${key}`]);
  await rolledOut('control-room');
}

/** Until all pages are whole: pods that were started a moment ago are slow by themselves, and a breaker that they opened rests. */
async function warmUp(): Promise<void> {
  for (let turn = 1; turn <= MOST_WARM_UPS; turn += 1) {
    const load = new Load(PER_SECOND);
    await sleep(WARM_UP_MS);
    const { pages, whole } = await load.end();
    process.stdout.write(`${'warming up'.padEnd(28)}${String(pages).padStart(9)}${String(whole).padStart(9)}\n`);
    if (whole === pages) return;
  }
}

async function trouble(what: string, cause: () => Promise<string | void>): Promise<void> {
  if (!words.every(word => what.includes(word))) return;
  const before = await troubledCalls();
  const load = new Load(PER_SECOND);
  await sleep(1000);
  const note = (await cause()) ?? '';
  await sleep(SETTLE_MS);
  const served = await load.end();
  const added = addedSince(before, await troubledCalls());
  const attempts = [...added.values()].reduce((sum, count) => sum + count, 0);
  rows.push({ what, served, attempts, note });
  process.stdout.write(`${lineOf(rows.at(-1)!)}\n`);
  if (attempts > 0)
    process.stdout.write(`        ${[...added].map(([what, count]) => `${what} ${count}`).join(', ')}\n`);
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

/** With 5 s before the signal it answers its requests and ends by itself: a pod that takes all of its grace was killed. */
async function drainPod(app: string): Promise<string> {
  const [pod = ''] = await readyPods(app);
  const startMs = performance.now();
  await kubectl(['delete', 'pod', pod, '--wait']);
  const goneMs = performance.now() - startMs;
  if (goneMs >= GRACE_MS) overstayed.push(app);
  await rolledOut(app);
  return `gone after ${(goneMs / 1000).toFixed(1)} s, of ${GRACE_MS / 1000}`;
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
// Pod by pod: one that went has taken its count along, and must not make up for another's.
const restarted = [...(await restarts())].reduce((sum, [pod, n]) => sum + n - (restartsBefore.get(pod) ?? 0), 0);
process.stdout.write(
  `\nrolling restarts of every Deployment: ${lost} pages lost (0), ${attempts} calls not answered at their first attempt (0 the goal)\n`,
);
process.stdout.write(`containers restarted: ${restarted} (the two databases that were killed)\n`);
if (overstayed.length > 0) process.stdout.write(`took all of their grace: ${overstayed.join(', ')}\n`);
process.exitCode = lost === 0 && restarted <= databases && overstayed.length === 0 ? 0 : 1;
