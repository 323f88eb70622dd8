import { setTimeout as sleep } from 'node:timers/promises';
import { lookUntil } from '@watertight/testing/processes';
import { type Page, stateOf, Visitor } from '../visitor.ts';
import { type Action, actions, checkAction, type Prepared } from './actions.ts';
import { type PageCheck, checkPage, SLACK } from './check-page.ts';
import { unavailableWith, type Known, type PageUnderTest, pages } from './pages.ts';
import type { Row } from './rows.ts';
import { LONGEST_OPEN_MS, type ShopUnderTest } from './shop-under-test.ts';

const CALM_WITHIN_MS = 20_000;

/** What no second look excuses. */
const FINAL = /^it |^no page|does not say that|says what is not so/;

/** One page or action under one fault. */
export interface Cell {
  /** The page or the action. */
  what: string;
  /** Whether it calls, itself or through others, a service that the fault makes unavailable. */
  isTouched: boolean;
  wrong: string[];
  firstByteMs: number;
  endMs: number;
}

export interface RowResult {
  row: Row<never>;
  cells: Cell[];
  /** From the end of the fault until every page was itself again. */
  healedAfterMs: number;
}

/** The visitor that opens the pages, signed in, with a basket and an order. */
export interface Session<Shop extends ShopUnderTest = ShopUnderTest> {
  shop: Shop;
  visitor: Visitor;
  known: Known;
  email: string;
  /** How often a page that is less than it promises is looked at. */
  looks: number;
}

/** Breaks one thing, opens every page and does everything at once, mends it, and looks at what is left. */
export async function playRow<Shop extends ShopUnderTest>(session: Session<Shop>, row: Row<Shop>): Promise<RowResult> {
  const { shop, visitor, known, email } = session;
  const unavailable = unavailableWith(row.target);
  await shop.resetPatterns();
  await msUntil(() => isCalm(session), CALM_WITHIN_MS);
  const prepared = await Promise.all(
    actions.map(async action => [action, await action.prepare(shop, { product: known.product, email })] as const),
  );
  await row.inject(shop);
  const isReportedDone: boolean[] = [];
  const cells = await Promise.all([
    ...pages.map(page =>
      look(
        page.name,
        touches(page, unavailable),
        () => visitor.open(page.path(known)),
        seen => wrongOf(checkPage(seen, page, unavailable, row)),
      ),
    ),
    ...prepared.map(([action, ready], i) =>
      look(
        action.name,
        action.of.some(owner => unavailable.includes(owner)),
        ready.send,
        seen => {
          isReportedDone[i] = ready.isDone(seen);
          return checkAction(seen, action, ready, unavailable, row);
        },
      ),
    ),
  ]);
  if (row.target === 'storefront') for (const cell of cells) cell.wrong = []; // the door itself: no page is promised
  else await lookAgain(session, row, cells);
  await row.mend?.(shop);
  await shop.heal();
  const healedAfterMs = await msUntil(() => isCalm(session), shop.healedWithinMs * SLACK);
  await shop.resetPatterns();
  await Promise.all(prepared.map((pair, i) => settle(shop, pair, isReportedDone[i] === true, cells)));
  return { row, cells, healedAfterMs };
}

function touches({ sections, critical }: PageUnderTest, unavailable: readonly string[]): boolean {
  return [critical, ...sections].some(part => part?.of.some(owner => unavailable.includes(owner)));
}

const wrongOf = ({ untrue, less }: PageCheck): string[] => [...untrue, ...less];

/**
 * A machine that is busy elsewhere is not the shop: of a page that was less than it promises, the best of a few looks counts.
 *
 * Each comes after the open period: a pause of the machine may have opened the breaker of a service that is well.
 */
async function lookAgain({ looks, visitor, known }: Session, row: Row<never>, cells: readonly Cell[]): Promise<void> {
  const unavailable = unavailableWith(row.target);
  const cellOf = new Map(cells.map(cell => [cell.what, cell]));
  for (let look = 2; look <= looks; look += 1) {
    const again = pages.filter(({ name }) => isWorthALook(cellOf.get(name)?.wrong ?? []));
    if (again.length === 0) return;
    await sleep(LONGEST_OPEN_MS + 200);
    for (const page of again) {
      const seen = await visitor.open(page.path(known)).catch(() => undefined);
      const cell = cellOf.get(page.name);
      if (seen !== undefined && cell !== undefined) cell.wrong = wrongOf(checkPage(seen, page, unavailable, row));
    }
  }
}

const isWorthALook = (wrong: readonly string[]) => wrong.length > 0 && !wrong.some(sentence => FINAL.test(sentence));

async function look(
  what: string,
  isTouched: boolean,
  open: () => Promise<Page>,
  check: (page: Page) => string[],
): Promise<Cell> {
  const startMs = performance.now();
  try {
    const page = await open();
    return { what, isTouched, wrong: check(page), firstByteMs: page.firstByteMs, endMs: page.endMs };
  } catch (error) {
    const endMs = performance.now() - startMs;
    return {
      what,
      isTouched,
      wrong: [`no page: ${error instanceof Error ? error.message : String(error)}`],
      firstByteMs: endMs,
      endMs,
    };
  }
}

/** Every page is itself: all its sections, and each of them well. */
async function isCalm({ visitor, known }: Session): Promise<boolean> {
  const seen = await Promise.all(
    pages.map(async page => [page, await visitor.open(page.path(known)).catch(() => undefined)] as const),
  );
  return seen.every(
    ([{ sections, critical }, page]) =>
      page?.status === 200 &&
      (critical === undefined || stateOf(page, critical.section) === 'ok') &&
      sections.every(({ id }) => stateOf(page, id) === 'ok'),
  );
}

/** Once it is mended: nothing is lost and nothing doubled; what could not be done can be, by the same form. */
async function settle(
  { settledWithinMs }: ShopUnderTest,
  [action, ready]: readonly [Action, Prepared],
  isReportedDone: boolean,
  cells: readonly Cell[],
): Promise<void> {
  const cell = cells.find(({ what }) => what === action.name);
  const { effects, send } = ready;
  let seen = await effects();
  if (isReportedDone && seen < 1) cell?.wrong.push('reported as done, and was not');
  await send().catch(() => undefined);
  await msUntil(async () => (seen = await effects()) >= 1, settledWithinMs);
  if (seen < 1) cell?.wrong.push('lost: sent again, it is not done');
  if (seen > 1) cell?.wrong.push(`done ${seen} times`);
}

/** Returns how long it took, in ms; Infinity where it took longer than `withinMs`. */
async function msUntil(condition: () => Promise<boolean>, withinMs: number): Promise<number> {
  const { seen, afterMs } = await lookUntil(condition, holds => holds, { withinMs, everyMs: 50 });
  return seen ? afterMs : Infinity;
}
