import { isComplete } from '../kit/classify-page.ts';
import { type Page, stateOf } from '../visitor.ts';
import type { Owner } from './shop-under-test.ts';
import type { PageUnderTest } from './pages.ts';

/** What no visitor may see, whatever is unavailable: the inside of a program, or a page that stops in the middle. */
export const RAW = /\n\s*at \S+.*[:(]\d+|node:internal|ECONNREFUSED|ECONNRESET|\bundefined\b|\[object |"statusCode"/;
/** A busy machine is not the shop. */
export const SLACK = 1.5;

/** The markup of one section; empty where there is none. */
function sectionOf({ html }: Page, id: string): string {
  return new RegExp(`<section\\b[^>]*\\bid="${id}"[^>]*>[\\s\\S]*?</section>`).exec(html)?.[0] ?? '';
}

/** What is wrong with a page, one sentence each. */
export interface PageCheck {
  /** Whatever the machine is busy with, no page may be like this. */
  untrue: string[];
  /** Late, or honestly without a part: that is the shop's doing only if it is so at every look. */
  less: string[];
}

/** Compares a page with what it promises while these are unavailable; nothing in either list: it is right. */
export function checkPage(
  page: Page,
  { sections, critical, withinMs }: PageUnderTest,
  unavailable: readonly Owner[],
  { mayAnswer = false }: { mayAnswer?: boolean } = {},
): PageCheck {
  const untrue: string[] = [];
  const less: string[] = [];
  const must = (isRight: boolean, problem: string) => void (isRight || untrue.push(problem));
  const should = (isRight: boolean, problem: string) => void (isRight || less.push(problem));
  const isCriticalUnavailable = critical !== undefined && critical.of.some(owner => unavailable.includes(owner));
  const closed = isCriticalUnavailable && !(mayAnswer && page.status === 200);
  should(page.status === (closed ? 503 : 200), `status ${page.status}`);
  must(isComplete(page.html), 'it stops in the middle');
  must(!RAW.test(page.html), `it says "${RAW.exec(page.html)?.[0].trim().slice(0, 40)}"`);
  should(page.endMs <= withinMs * SLACK, `${Math.round(page.endMs)} ms to its end, of ${withinMs}`);
  if (closed) {
    should(
      stateOf(page, critical.section) === 'unavailable',
      `${critical.section} is ${stateOf(page, critical.section)}`,
    );
    should(critical.says.test(page.html), `${critical.section} does not say so`);
  }
  for (const { id, of, whenUnavailable, says, never } of sections) {
    const state = stateOf(page, id) as keyof typeof says | undefined;
    if (state === undefined && closed) continue; // without its critical dependency the page shows less
    const isUnavailable = of.some(owner => unavailable.includes(owner));
    should(
      state !== undefined &&
        ((isUnavailable && whenUnavailable.includes(state)) || ((!isUnavailable || mayAnswer) && state === 'ok')),
      `${id} is ${state ?? 'missing'}`,
    );
    if (state === undefined || state === 'ok') continue;
    const markup = sectionOf(page, id);
    must(says[state]?.test(markup) !== false, `${id} does not say that it is ${state}`);
    must(never?.test(markup) !== true, `${id} says what is not so`);
  }
  return { untrue, less };
}
