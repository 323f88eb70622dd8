import { lookUntil } from '@watertight/testing/processes';
import type { MoneyShop } from './shop.ts';

const open = {
  payment: `SELECT (SELECT count(*) FROM charges WHERE state IN ('pending', 'unknown'))
    + (SELECT count(*) FROM refunds WHERE state = 'pending') AS n`,
  checkout: `SELECT (SELECT count(*) FROM orders WHERE status IN ('charging', 'reserved', 'confirmed'))
    + (SELECT count(*) FROM outbox WHERE acknowledged_at IS NULL AND queue <> 'update-price') AS n`,
} as const;

/**
 * Waits until nothing is under way in any service; answers how much still is when the time is over, in words.
 *
 * Prices are sent to search, which does not run here, so that they are never acknowledged.
 */
export async function quiet(shop: MoneyShop, withinMs: number, say: (line: string) => void): Promise<string[]> {
  let round = 0;
  const look = async () => {
    const left: string[] = [];
    for (const [database, sql] of Object.entries(open) as [keyof typeof open, string][]) {
      const [row] = await shop.query<{ n: string }>(database, sql);
      if (Number(row?.n) > 0) left.push(`${row?.n} under way in ${database}`);
    }
    if ((round += 1) % 10 === 0 && left.length > 0) say(`  settling: ${left.join(', ')}`);
    return left;
  };
  return (await lookUntil(look, left => left.length === 0, { withinMs, everyMs: 500 })).seen;
}
