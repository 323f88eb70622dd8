import { randomUUID } from 'node:crypto';
import { shown } from '../figure.ts';
import { type Candidate, charge, difference, p50Ms, perSecond, ratio, rounds } from './measure.ts';
import { designs } from './replay-designs.ts';
import { limit, note, say } from './report.ts';
import { openCandidates } from './setting.ts';

const SHORTER = 5;

export interface Amounts {
  rounds: number;
  warmUp: number;
  single: number;
  many: { charges: number; clients: number };
}

/** What it costs that the answer of a replay is read from its row: payment beside the two designs that read nothing. */
export async function benchReplayCosts({ rounds: count, warmUp, single, many }: Amounts): Promise<void> {
  await using shop = await openCandidates(['payment', ...designs], { thinksMs: 0, durable: false });
  const again = (name: string, url: string): Candidate => ({ name, url, replayedKey: randomUUID() });
  const all = [again('payment', shop.urlOf('payment')), ...designs.map(name => again(name, shop.urlOf(name)))];
  for (const candidate of all) {
    await charge(candidate);
    await perSecond(candidate, { charges: warmUp, clients: 4 });
  }
  // Short rounds: a difference of a few tenths of a ms needs both sides within the same tenth of a second.
  const p50s = await rounds(all, count * SHORTER, candidate => p50Ms(candidate, single / SHORTER));
  say('p50 of one replay after the other, by design', p50s, 'ms');
  const more = (name: string) => difference(p50s, name, 'unchecked');
  limit('a replay checked against its row, p50, beside one from Redis alone', more('payment'), 'ms more', 0.6);
  note(`of it the read of the row, in the same shell: ${shown(more('checked'))} ms more`);
  const uncured = 'it would still replay a charge whose row the ledger has lost';
  note(`a signed replay without a read, p50: ${shown(more('signed'))} ms more; ${uncured}`);
  const eachSecond = await rounds(all, count, candidate => perSecond(candidate, many));
  say(`replays a second, ${many.clients} clients, by design`, eachSecond, '/s');
  note(
    `replays checked against their row, a second: ${shown(ratio(eachSecond, 'payment', 'unchecked'))} × unchecked ones`,
  );
}
