import { setTimeout as sleep } from 'node:timers/promises';
import { Newcomers } from './newcomers.ts';
import { waysToOpen, type WayToOpen } from './ways-to-open.ts';

const WATCHED_MS = 20_000;
const WHOLE_WITHIN_MS = 2000;

const say = (text: string) => void process.stdout.write(`${text}\n`);
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/** Opens the shop from nothing under newcomers' eyes; whether none of them got an error and all was whole in time. */
async function rehearse(way: WayToOpen): Promise<boolean> {
  await way.close();
  const newcomers = new Newcomers(way.url);
  try {
    await way.open();
    const saidMs = newcomers.nowMs;
    const ten = await newcomers.tenPages();
    await sleep(WATCHED_MS);
    const looks = (await newcomers.end()).filter(({ got }) => got !== 'closed');
    const openMs = looks[0]?.atMs ?? NaN;
    const failed = looks.filter(({ got }) => got === 'failed');
    const degraded = looks.filter(({ got }) => got === 'degraded');
    const wholeAfterMs = Math.max(0, ...[...failed, ...degraded].map(({ atMs }) => atMs - openMs));
    const tenWhole = ten.filter(({ got }) => got === 'whole').length;
    say(
      `first page after ${seconds(openMs)}, said to be open after ${seconds(saidMs)}; of ${looks.length} pages ${failed.length} failed and ` +
        `${degraded.length} degraded, the last ${seconds(wholeAfterMs)} after the first; of ten pages from then on ${tenWhole} whole`,
    );
    const bad = [...failed, ...degraded, ...ten.filter(({ got }) => got !== 'whole')];
    for (const { atMs, path, got, why } of bad) say(`    ${seconds(atMs)} ${path} ${got}: ${why}`);
    return looks.length > 0 && failed.length === 0 && wholeAfterMs <= WHOLE_WITHIN_MS && tenWhole === ten.length;
  } finally {
    await newcomers.end();
    await way.close();
  }
}

/** `npm run rehearse:opening -- npm|compose|kubernetes [times]`: no newcomer of a shop that opens gets an error. */
const [name = 'compose', times = '1'] = process.argv.slice(2);
const way = waysToOpen[name];
if (way === undefined) throw new Error(`${name}: one of ${Object.keys(waysToOpen).join(', ')} expected`);
await way.prepare();
let right = 0;
for (let run = 1; run <= Number(times); run += 1) {
  process.stdout.write(`${name} ${run}: `);
  if (await rehearse(way)) right += 1;
}
say(`${right} of ${times} right: no page failed, all whole within ${seconds(WHOLE_WITHIN_MS)} of the first`);
process.exitCode = right === Number(times) ? 0 : 1;
