import { lookUntil } from '@watertight/testing/until';
import { readBooks } from '../money/books/books.ts';
import { agreementRules } from '../money/rules/agreement.ts';
import { goodsRules } from '../money/rules/goods.ts';
import { moneyRules } from '../money/rules/money.ts';
import type { Run } from '../money/rules/rule.ts';
import { type Attack, finding, nothingWrong, type Target } from './attack.ts';

/** Charges without an order go back after twelve seconds in this shop; parcels are packed in less than one. */
const SETTLED_WITHIN_MS = 40_000;
/** These count from shelves and sales that check:money has made: here the demo data were there before. */
const notHere = /^a shelf has received|^no event was lost/;
const rules = [...agreementRules, ...moneyRules, ...goodsRules].filter(({ says }) => !notHere.test(says));

/** After all attacks: orders, ledger, bank, shelves and events say the same, by the rules of check:money. */
export const books: Attack = {
  name: 'books',
  async run(target) {
    const { seen, afterMs } = await lookUntil(
      () => broken(target),
      ({ lines }) => lines.length === 0,
      {
        withinMs: SETTLED_WITHIN_MS * target.patience,
        everyMs: 1000,
      },
    );
    return [
      nothingWrong(
        'books',
        seen.lines,
        `${seen.contents}: ${rules.length} rules hold, ${Math.round(afterMs / 1000)} s after the last attack`,
      ),
      finding('processes', target.fallen().length === 0, target.fallen().join(' | ') || 'none has ended by itself'),
    ];
  },
};

async function broken(target: Target) {
  const read = await readBooks(target);
  const run: Run = { exchanges: [], lostCommits: [], books: read, unsettled: [], fallen: [], cardData: [] };
  const lines = rules.flatMap(({ says, broken: wrong }) => {
    const all = wrong(run);
    return all.length === 0
      ? []
      : [`${says}: ${all.slice(0, 3).join(', ')}${all.length > 3 ? ` and ${all.length - 3} more` : ''}`];
  });
  return {
    lines,
    contents: `${read.orders.length} orders, ${read.charges.length} charges, ${read.captures.length} captures`,
  };
}
