import type { Exchange, LostCommits } from './history.ts';
import { checkRules } from './check-shop.ts';
import {
  books,
  exchange,
  having,
  ID,
  ORDER,
  OTHER,
  problem,
  replay,
  seen,
  shelf,
  answerWithId,
  whole,
} from './rules.fixture.ts';
import type { Run } from './rules/rule.ts';

const rulesOf = (run: Run) => checkRules(run).map(({ rule }) => rule);

describe('the rules, when a database has gone back in time', () => {
  const lost = (database: LostCommits['database'], sinceMs: number, untilMs: number) => ({
    database,
    sinceMs,
    untilMs,
  });
  const first = { ...whole.exchanges[3]!, requestedAtMs: 1000, answeredAtMs: 1100 };
  const anew = (answer: Partial<Exchange['answer']> = {}): Exchange => ({
    ...first,
    requestedAtMs: 5000,
    answeredAtMs: 5100,
    answer: { status: 201, replayed: false, text: `{"id":"${ORDER}","placedAt":"later"}`, ...answer },
  });
  const after = (lostCommits: LostCommits[], ...exchanges: Exchange[]): Run => ({ ...seen(...exchanges), lostCommits });

  it('let an order be answered anew that was placed in the lost time', () => {
    expect(rulesOf(after([lost('checkout', 500, 3000)], anew()))).toEqual([]);
  });

  it.each([
    ['before it', lost('checkout', 1200, 3000)],
    ['in another database', lost('payment', 500, 3000)],
    ['and is repeated before it is lost', lost('checkout', 500, 6000)],
  ])('do not where it was placed %s', (_, lostCommits) => {
    const rules = rulesOf(after([lostCommits], anew()));
    expect(rules).toContainEqual(expect.stringContaining('all final answers to one key are the same bytes'));
    expect(rules).toContainEqual(expect.stringContaining('exactly the replays are marked'));
  });

  it('find other bytes for a charge all the same: the bank has not forgotten it', () => {
    const other = replay({
      requestedAtMs: 5000,
      answeredAtMs: 5100,
      answer: { ...answerWithId(ID), text: `{"id":"${ID}"}` },
    });
    expect(rulesOf(after([lost('payment', 500, 3000)], other))).toContainEqual(
      expect.stringContaining('all final answers to one key are the same bytes'),
    );
  });

  it('let a decline that was lost have another reference', () => {
    const decline = (reference: string, requestedAtMs: number) => {
      const answer = problem(402, 'card-declined', `{"chargeId":"${OTHER}","reference":"${reference}"}`);
      return exchange({ key: 'declined', requestedAtMs, answeredAtMs: requestedAtMs + 100, answer });
    };
    const rules = (lostCommits: LostCommits[]) =>
      rulesOf(after(lostCommits, decline('aa', 1000), decline('bb', 5000))).filter(rule => rule.includes('same bytes'));
    expect(rules([lost('payment', 500, 3000)])).toEqual([]);
    expect(rules([])).toHaveLength(1);
  });

  it('let a key be answered once before that is in no book', () => {
    const run = { ...having({ orders: [] }), lostCommits: [lost('checkout', 500, 3000)] };
    expect(rulesOf(run)).not.toContainEqual(expect.stringContaining('a key that is answered with an order'));
  });

  it('let a lost claim of a shipment be won by another store', () => {
    const claim = exchange({ kind: 'claim', key: OTHER, body: { storeId: 'dover' }, answer: answerWithId(OTHER, 200) });
    const isBroken = (run: Run) => rulesOf(run).some(rule => rule.startsWith('a shipment has one owner'));
    expect(isBroken(after([lost('checkout', 500, 3000)], claim))).toBe(false);
    expect(isBroken(after([lost('checkout', 1200, 3000)], claim))).toBe(true);
  });

  it('let recommendations have learnt more only from an event that was lost', () => {
    const learnt = { learnt: [{ productId: shelf.productId, pieces: 2 }] };
    const isBroken = (run: Run) => rulesOf(run).some(rule => rule.startsWith('no event was lost or handled twice'));
    expect(isBroken(having({ ...learnt, handled: [...books.handled, '(a-lost-event,2026-01-01)'] }))).toBe(false);
    expect(isBroken(having(learnt))).toBe(true);
  });
});
