import { join } from 'node:path';
import type { Books } from './books/books.ts';
import { RandomSource } from '../../kit/random-source.ts';
import { endings, type Moment } from './ending.ts';
import { History } from './history.ts';
import { internalErrors } from './internal-errors.ts';
import { load } from './generator.ts';
import { agreementRules } from './rules/agreement.ts';
import { answerRules } from './rules/answers.ts';
import { goodsRules } from './rules/goods.ts';
import { moneyRules } from './rules/money.ts';
import { nothingChargedRules } from './rules/nothing-charged.ts';
import { onceAtBankRules } from './rules/once-at-bank.ts';
import { replayRules } from './rules/replays.ts';
import type { Rule, Run } from './rules/rule.ts';
import { MoneyShop } from './shop.ts';
import { stockUp } from './stock-up.ts';
import { injectFaults } from './nemesis.ts';

const rules: readonly Rule[] = [
  ...moneyRules,
  ...nothingChargedRules,
  ...agreementRules,
  ...onceAtBankRules,
  ...replayRules,
  ...goodsRules,
  ...answerRules,
];
const PROGRESS_MS = 5000;

export interface Play {
  seed: number;
  forMs: number;
  buildDir: string;
  say: (line: string) => void;
}

/** What was found: a rule and what breaks it; none when the money moved exactly once. */
export interface CheckResult {
  broken: { rule: string; lines: string[] }[];
  history: string;
}

/** Opens a shop, sends it requests while it is broken, lets it settle, and holds what is left against the rules. */
export async function play({ seed, forMs, buildDir, say }: Play): Promise<CheckResult> {
  const shop = await new MoneyShop(buildDir, new RandomSource(seed + 1).next).open();
  const history = new History(join(import.meta.dirname, '../../../.data/checks', `money-${seed}.jsonl`));
  const progress = setInterval(() => say(`  ${summary(history)}`), PROGRESS_MS);
  try {
    await stockUp(shop);
    const untilMs = history.nowMs + forMs;
    await Promise.all([
      load({ shop, history, untilMs, random: new RandomSource(seed) }),
      injectFaults({ shop, history, untilMs, random: new RandomSource(seed + 2) }),
    ]);
    const moments = await endings(shop, history, say);
    for (const line of internalErrors(shop, history)) say(`  500: ${line}`);
    const last = moments.at(-1);
    if (last !== undefined) say(`  ${summary(history)}; ${contents(last.run.books)}`);
    return { broken: checkMoments(moments), history: history.file };
  } finally {
    clearInterval(progress);
    await shop.close();
    await history.close();
  }
}

/** What is broken at any of these moments, with the name of the first. */
function checkMoments(moments: readonly Moment[]): CheckResult['broken'] {
  const broken = new Map<string, Map<string, string>>();
  for (const { name, run } of moments) {
    for (const { rule, lines } of checkRules(run)) {
      const seen = broken.get(rule) ?? new Map<string, string>();
      broken.set(rule, seen);
      for (const line of lines) if (!seen.has(line)) seen.set(line, `${line} (${name})`);
    }
  }
  return [...broken].map(([rule, lines]) => ({ rule, lines: [...lines.values()] }));
}

export function checkRules(run: Run): CheckResult['broken'] {
  return rules.map(({ says, broken }) => ({ rule: says, lines: broken(run) })).filter(({ lines }) => lines.length > 0);
}

function summary({ nowMs, exchanges, faults }: History): string {
  const answers = Map.groupBy(exchanges, ({ answer }) => answer?.status ?? 'lost');
  const counts = [...answers].map(([status, all]) => `${status} × ${all.length}`).toSorted();
  return `${Math.round(nowMs / 1000)} s  ${exchanges.length} requests: ${counts.join(', ')}; ${faults.length} faults, last: ${faults.at(-1)?.fault ?? 'none'}`;
}

function contents({ charges, orders, bankRefunds, events }: Books): string {
  const captured = charges.filter(({ status }) => status === 'captured').length;
  return `${captured} of ${charges.length} charges captured, ${bankRefunds.length} refunds, ${orders.length} orders, ${events.length} events`;
}
