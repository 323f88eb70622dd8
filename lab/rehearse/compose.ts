import { setTimeout as sleep } from 'node:timers/promises';
import { press } from '../kit/control-room.ts';
import { openSession } from '../matrix/open-session.ts';
import { playRow, type RowResult } from '../matrix/play-row.ts';
import type { Row } from '../matrix/rows.ts';
import { type SharedDatabase, sharedDatabases, type Owner, owners } from '../matrix/shop-under-test.ts';
import { head, line, summaryLines, summaryOf, wrongs } from '../matrix/table.ts';
import { compose, ComposeShop, docker } from './compose-shop.ts';
import { fullDisk } from './full-disk.ts';
import { notRefused } from './refusals.ts';

type Target = Owner | SharedDatabase | 'storefront';
type Deed = (name: string) => Promise<unknown>;

const say = (text: string) => void process.stdout.write(`${text}\n`);
const containerOf = (name: string) => `watertight-${name}-1`;

const start: Deed = name => compose('start', name);
const cutOff = new Map<string, string[]>();

/** Of every network it is in: over one that is left it would still be reached. */
async function disconnect(name: string): Promise<void> {
  const networks = await docker('inspect', '--format', '{{json .NetworkSettings.Networks}}', containerOf(name));
  cutOff.set(name, Object.keys(JSON.parse(networks) as object));
  for (const network of cutOff.get(name) ?? []) await docker('network', 'disconnect', network, containerOf(name));
}

/** Under the name by which the others know it. */
async function connect(name: string): Promise<void> {
  for (const network of cutOff.get(name) ?? [])
    await docker('network', 'connect', '--alias', name, network, containerOf(name));
}

/** What is done to a container, and what undoes it. */
const troubles: Record<string, [cause: Deed, cure: Deed]> = {
  kill: [name => compose('kill', name), start],
  stop: [name => compose('stop', name), start],
  pause: [name => compose('pause', name), name => compose('unpause', name)],
  disconnect: [disconnect, connect],
};

function rowsOf(target: Target): Row[] {
  const rows = Object.entries(troubles).map(([kind, [cause, cure]]): Row => {
    return { target, kind, inject: () => cause(target).then(() => {}), mend: () => cure(target).then(() => {}) };
  });
  return [...rows, restarted(target)];
}

/** Looked at while it goes down and comes up: it may answer or not. */
function restarted(target: Target): Row {
  let restarting: Promise<unknown> = Promise.resolve();
  const inject = async () => {
    restarting = compose('restart', target);
    await sleep(500);
  };
  return { target, kind: 'restart', mayAnswer: true, inject, mend: () => restarting.then(() => {}) };
}

/** Restarts that were not requested: a crash loop is never the way to wait for a database. */
async function restarts(): Promise<number> {
  const ids = (await compose('ps', '--all', '--quiet')).split('\n').filter(Boolean);
  const counts = await docker('inspect', '--format', '{{.RestartCount}}', ...ids);
  return counts.split('\n').reduce((sum, count) => sum + Number(count), 0);
}

/** `npm run rehearse:compose [-- target kind]`: every container killed, stopped, paused, cut off and restarted, under every page and action. */
async function rehearse(words: readonly string[]): Promise<boolean> {
  const shop = new ComposeShop();
  const all = [...(['storefront', ...owners, ...sharedDatabases] as const).flatMap(rowsOf), fullDisk(shop)];
  const chosen = all.filter(row => words.every(word => word === row.target || word === row.kind));
  say('the shop in containers, its breakers open for 2 s …');
  await compose('up', '--detach', '--build', '--wait');
  await press('/visitors', { perSecond: '0' }); // only the visitor of the rehearsal looks
  const before = await restarts();
  const refusedWrongly = words.length === 0 ? await notRefused(shop, say) : [];
  const session = await openSession(shop, { email: `ada-${Date.now()}@example.com` });
  const results: RowResult[] = [];
  say(head());
  for (const row of chosen) {
    const result = await playRow(session, row);
    results.push(result);
    say(line(result));
    for (const sentence of wrongs(result)) say(`    ${sentence}`);
  }
  const unasked = (await restarts()) - before;
  say('');
  for (const text of summaryLines(results)) say(text);
  say(`restarts that nobody asked for: ${unasked}`);
  const { right, cells, unhealed } = summaryOf(results);
  return right === cells && unhealed === 0 && unasked === 0 && refusedWrongly.length === 0;
}

process.exitCode = (await rehearse(process.argv.slice(2))) ? 0 : 1;
