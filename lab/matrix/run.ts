import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildApps } from '@watertight/testing/processes';
import { htmlTable } from './html-table.ts';
import { openMatrixShop } from './matrix-shop.ts';
import { openSession } from './open-session.ts';
import { playRow, type RowResult } from './play-row.ts';
import { chosenRows } from './rows.ts';
import { head, line, summaryLines, summaryOf, wrongs } from './table.ts';

const home = join(import.meta.dirname, '../../.data/matrix');
const say = (text: string) => void process.stdout.write(`${text}\n`);

/**
 * `npm run matrix [-- target kind]`: every page and every action under every fault, against services that are really dead,
 * frozen, slow, or lying. `--quick` is what `npm test` has time for; `--off` takes the patterns out, to see what they are for.
 */
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    off: { type: 'boolean', default: false },
    built: { type: 'boolean', default: false },
  },
});

async function run(): Promise<boolean> {
  const chosen = chosenRows(positionals, options.quick);
  if (chosen.length === 0)
    throw new Error(`no row is named ${positionals.join(' ')}: a service, postgres or redis, and a kind of fault`);
  if (!options.built) await buildApps();
  const shop = await openMatrixShop(options.off ? 'off' : 'on');
  const results: RowResult[] = [];
  try {
    const session = await openSession(shop, { email: 'ada-matrix@example.com', looks: options.off ? 1 : 4 });
    say(head());
    for (const row of chosen) {
      const result = await playRow(session, row);
      results.push(result);
      say(line(result));
      for (const sentence of options.off ? [] : wrongs(result)) say(`    ${sentence}`);
    }
  } finally {
    await shop.close();
  }
  mkdirSync(home, { recursive: true });
  const file = join(home, options.off ? 'matrix-off.html' : 'matrix.html');
  writeFileSync(file, htmlTable(results));
  say('');
  for (const text of summaryLines(results)) say(text);
  say(`● touches the fault, · must not notice, ✗ is wrong; with every sentence: ${file}`);
  const { right, cells, touched, touchedRight, unhealed } = summaryOf(results);
  // Without the patterns at least half of what touches the fault must go wrong, or all this proves nothing.
  return options.off ? touchedRight <= touched / 2 : right === cells && unhealed === 0;
}

process.exitCode = (await run()) ? 0 : 1;
