import { accountLink, basketLink, type HeaderData } from './header.ts';
import { type Html, inOrderOfReadiness, markup, optionalSection, type Section } from './section.ts';
import { footer, shell } from './shell.ts';
import type { Visit } from './visit.ts';
import { xrayOf } from './xray.ts';

/** A page whose critical content is known. */
export interface Page {
  readonly title: string;
  /** What search engines show under the title. Default: what the shop is. */
  readonly description?: string;
  /** Default 200. With 503 the first section is unavailable. */
  readonly status?: number;
  /** Slots for the sections, and no text. */
  readonly layout: Html;
  /** The critical sections; the skip link leads to the first. */
  readonly sections: readonly [Section, ...Section[]];
  /** What the page knows of the header already. */
  readonly header?: Partial<HeaderData>;
  /** The words in the search field. */
  readonly q?: string;
}

/**
 * Answers with a page: its status and critical sections at once, then each optional section as it becomes ready.
 *
 * The shadow root is the shell (declarative shadow DOM, no script); sections fill its slots in any order.
 */
export function streamPage(
  visit: Visit,
  page: Page,
  header: HeaderData,
  optional: readonly Promise<Section>[],
): AsyncGenerator<string> {
  const { status = 200, sections } = page;
  void visit.reply.status(status).headers(pageHeaders);
  const explain = xrayOf(visit);
  const { account, basket } = { ...header, ...page.header };
  const later = [
    optionalSection('account', account, content => accountLink(content, visit)),
    optionalSection('basket', basket, basketLink),
    ...optional,
  ].map(async section => markup(await section, explain));
  const [first, ...others] = sections;
  const critical = [status === 503 ? { ...first, state: 'unavailable' as const } : first, ...others];
  return stream(visit, page, Promise.all(critical.map(section => markup(section, explain))), later);
}

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  // Whether the page is complete is known only after its headers, and each page shows the visitor's own basket.
  'cache-control': 'no-store',
  // nginx would hold the page until its last section.
  'x-accel-buffering': 'no',
};

async function* stream(
  visit: Visit,
  page: Page,
  critical: Promise<string[]>,
  later: Promise<string>[],
): AsyncGenerator<string> {
  const sections = (await critical).join('');
  const { title, description, layout, q } = page;
  yield `${String(await shell({ title, description, layout, q, main: page.sections[0].id }))}${sections}`;
  yield* inOrderOfReadiness(later);
  yield `${String(await footer(visit))}</body></html>\n`;
}
