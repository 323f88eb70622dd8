import { setTimeout as sleep } from 'node:timers/promises';
import { roomUrl } from '../addresses.ts';
import { letIn } from '../kit/room-entry.ts';
import { print } from './figure.ts';
import { median } from '../kit/statistics.ts';
import { checkout } from './isolation/storefront.ts';
import { cpuMs, processes } from './running-shop.ts';

const ROUNDS = 5;
const ROUND_MS = 10_000;
const SETTLE_MS = 3_000;

/** `npm run bench room`: what the control room costs while nothing happens, looked at and not, beside a service that idles. */
export async function benchRoom(): Promise<void> {
  const all = await processes(checkout);
  const pidOf = (name: string) => all.find(each => each.name === name)?.pid ?? NaN;
  const [idle, alone, watched]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    await sleep(SETTLE_MS);
    const [unseen, service] = await Promise.all([
      coreShare(pidOf('control-room')),
      coreShare(pidOf('recommendations')),
    ]);
    alone.push(unseen);
    idle.push(service);
    watched.push(await lookedAt(() => coreShare(pidOf('control-room'))));
  }
  const of = `median of ${ROUNDS} × 10 s`;
  print({ what: `control room with one viewer, ${of}`, value: median(watched), unit: '% of a core', target: 1 });
  const viewer = watched.map((each, round) => each - (alone[round] ?? NaN));
  print({ what: `of it what the viewer costs, ${of}`, value: median(viewer), unit: '% of a core', target: 1 });
  process.stdout.write(`        an idle service of the shop beside it: ${median(idle).toFixed(2)} % of a core\n`);
}

async function coreShare(pid: number): Promise<number> {
  const before = await cpuMs(pid);
  await sleep(ROUND_MS);
  return (100 * ((await cpuMs(pid)) - before)) / ROUND_MS;
}

async function lookedAt(measure: () => Promise<number>): Promise<number> {
  const looking = new AbortController();
  const url = `${roomUrl}/api/events`;
  const { body } = await fetch(url, { headers: await letIn('GET', url), signal: looking.signal });
  const frames = (async () => {
    for await (const _ of body ?? []) await sleep(0);
  })().catch(() => {}); // ends by being aborted
  await sleep(SETTLE_MS);
  const share = await measure();
  looking.abort();
  await frames;
  return share;
}
