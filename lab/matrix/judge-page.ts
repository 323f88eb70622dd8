import { type Page, stateOf } from '../visitor.ts';
import type { Owner } from './matrix-shop.ts';
import type { PageUnderTest } from './pages.ts';

/** What no visitor is to see, whatever is away: the inside of a program, or a page that stops in the middle. */
const RAW = /\n\s*at \S+.*[:(]\d+|node:internal|ECONNREFUSED|ECONNRESET|\bundefined\b|\[object |"statusCode"/;
/** A busy machine is not the shop. */
const SLACK = 1.5;

/** The markup of one section; empty where there is none. */
function sectionOf({ html }: Page, id: string): string {
  return new RegExp(`<section\\b[^>]*\\bid="${id}"[^>]*>[\\s\\S]*?</section>`).exec(html)?.[0] ?? '';
}

/** What is wrong with a page while these are away, one sentence each; none: it is right. */
export function judgePage(
  page: Page,
  { sections, mustHave, withinMs }: PageUnderTest,
  away: readonly Owner[],
): string[] {
  const wrong: string[] = [];
  const expect = (isRight: boolean, otherwise: string) => void (isRight || wrong.push(otherwise));
  const closed = mustHave !== undefined && away.includes(mustHave.of);
  expect(page.status === (closed ? 503 : 200), `status ${page.status}`);
  expect(/<\/html>\s*$/.test(page.html), 'it stops in the middle');
  expect(!RAW.test(page.html), `it says "${RAW.exec(page.html)?.[0].trim().slice(0, 40)}"`);
  expect(page.endMs <= withinMs * SLACK, `${Math.round(page.endMs)} ms to its end, of ${withinMs}`);
  if (closed) {
    expect(
      stateOf(page, mustHave.section) === 'unavailable',
      `${mustHave.section} is ${stateOf(page, mustHave.section)}`,
    );
    expect(mustHave.says.test(page.html), `${mustHave.section} does not say so`);
  }
  for (const { id, of, away: allowed, says, never } of sections) {
    const state = stateOf(page, id) as keyof typeof says | undefined;
    if (state === undefined && closed) continue; // without its must-have the page shows less
    const isAway = of.some(owner => away.includes(owner));
    expect(
      state !== undefined && (isAway ? allowed.includes(state) : state === 'ok'),
      `${id} is ${state ?? 'missing'}`,
    );
    if (state === undefined || state === 'ok') continue;
    const markup = sectionOf(page, id);
    expect(says[state]?.test(markup) !== false, `${id} does not say that it is ${state}`);
    expect(never?.test(markup) !== true, `${id} says what is not so`);
  }
  return wrong;
}
