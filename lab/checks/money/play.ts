import { join } from 'node:path';
import { type Books, readBooks } from './books/books.ts';
import { findCardData } from './card-data.ts';
import { ask } from './client.ts';
import { Dice } from './dice.ts';
import { type Exchange, History } from './history.ts';
import { load } from './load.ts';
import { quiet } from './quiet.ts';
import { answerRules } from './rules/answers.ts';
import { goodsRules } from './rules/goods.ts';
import { moneyRules } from './rules/money.ts';
import type { Run } from './rules/rule.ts';
import { MoneyShop } from './shop.ts';
import { stockUp } from './stock-up.ts';
import { strike } from './strike.ts';

const rules = [...moneyRules, ...goodsRules, ...answerRules];
/** Keys asked about once more at the end, at a time. */
const AT_ONCE = 8;
const PROGRESS_MS = 5000;

export interface Play {
  seed: number;
  forMs: number;
  buildDir: string;
  say: (line: string) => void;
}

/** What was found: a rule and what breaks it; none when the money moved exactly once. */
export interface Verdict {
  broken: { rule: string; lines: string[] }[];
  history: string;
}

/** Opens a shop, asks much of it while it is broken, lets it settle, and holds what is left against the rules. */
export async function play({ seed, forMs, buildDir, say }: Play): Promise<Verdict> {
  const shop = await MoneyShop.open(buildDir, new Dice(seed + 1).next);
  const history = new History(join(import.meta.dirname, '../../../.data/checks', `money-${seed}.jsonl`));
  const progress = setInterval(() => say(`  ${summary(history)}`), PROGRESS_MS);
  try {
    await stockUp(shop);
    const untilMs = history.nowMs + forMs;
    await Promise.all([
      load({ shop, history, untilMs, dice: new Dice(seed) }),
      strike({ shop, history, untilMs, dice: new Dice(seed + 2) }),
    ]);
    const unsettled = await quiet(shop, say);
    unsettled.push(...(await askOnceMore(shop, history)));
    const books = await readBooks(shop);
    const cardData = await findCardData(shop);
    say(`  ${summary(history)}; ${contents(books)}`);
    const run = { exchanges: history.exchanges, books, unsettled, fallen: shop.fallen, cardData };
    return { broken: judge(run), history: history.file };
  } finally {
    clearInterval(progress);
    await shop.close();
    await history.close();
  }
}

export function judge(run: Run): Verdict['broken'] {
  return rules.map(({ says, broken }) => ({ rule: says, lines: broken(run) })).filter(({ lines }) => lines.length > 0);
}

/** Whoever has a key may still ask: the answer is the one that was given, or the first for one whose request was lost. Says what is wrong. */
async function askOnceMore(shop: MoneyShop, history: History): Promise<string[]> {
  const first = new Map<string, Exchange>();
  for (const exchange of history.exchanges) {
    if (exchange.kind !== 'claim' && !first.has(exchange.key)) first.set(exchange.key, exchange);
  }
  const left = [...first.values()];
  const unanswered: string[] = [];
  const worker = async () => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      const { kind, key, asked, path } = next;
      const url = `${shop.urlOf(kind === 'order' ? 'checkout-1' : 'payment-1')}${path}`;
      const { lost } = await ask(history, { kind, key, url, asked });
      if (lost !== undefined) unanswered.push(`${kind} ${key} was not answered when everything ran again: ${lost}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return [...unanswered, ...(await quiet(shop, () => {}))]; // what only now was heard of settles too
}

function summary({ nowMs, exchanges, blows }: History): string {
  const answers = Map.groupBy(exchanges, ({ answer }) => answer?.status ?? 'lost');
  const counts = [...answers].map(([status, all]) => `${status} × ${all.length}`).toSorted();
  return `${Math.round(nowMs / 1000)} s  ${exchanges.length} asked: ${counts.join(', ')}; ${blows.length} blows, last: ${blows.at(-1)?.blow ?? 'none'}`;
}

function contents({ charges, orders, bankRefunds, events }: Books): string {
  const captured = charges.filter(({ status }) => status === 'captured').length;
  return `${captured} of ${charges.length} charges captured, ${bankRefunds.length} refunds, ${orders.length} orders, ${events.length} events`;
}
