import { SECOND } from '../config.ts';

const ANSWER_WITHIN_MS = 10 * SECOND;

/** A page that does not work yet, and why. */
export class PageError extends Error {}

/**
 * Opens every kind of page as a visitor would, following the shop's own links.
 *
 * @param whole false: sections may say that they are away, as they do without Redis
 * @throws PageError the first one that does not answer 200, or not with all of its sections
 */
export async function openEveryPage(shop: string, whole: boolean): Promise<void> {
  const open = (path: string) => page(shop, path, whole);
  const [, results, journal] = await Promise.all(['/', '/search?q=', '/journal', '/basket', '/sign-in'].map(open));
  await Promise.all([
    open(linkIn(results ?? '', /href="(\/products\/[^"?#]+)/, '/search')),
    open(linkIn(journal ?? '', /href="(\/journal\/[^"?#]+)/, '/journal')),
  ]);
}

async function page(shop: string, path: string, whole: boolean): Promise<string> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const response = await fetch(shop + path, { signal }).catch((cause: unknown) => {
    throw new PageError(`${path} does not answer`, { cause });
  });
  const html = await response.text().catch((cause: unknown) => {
    throw new PageError(`${path} breaks off`, { cause });
  });
  if (response.status !== 200) throw new PageError(`${path} answers ${response.status}`);
  const away = whole ? sectionsAway(html) : [];
  if (away.length > 0) throw new PageError(`${path} has ${away.join(', ')}`);
  return html;
}

/** Sections whose `data-state` is not `ok`, for example `stock unavailable`. */
export function sectionsAway(html: string): string[] {
  return [...html.matchAll(/<section\b[^>]*>/g)].flatMap(([tag]) => {
    const state = /\bdata-state="([^"]*)"/.exec(tag)?.[1];
    return state === undefined || state === 'ok' ? [] : [`${/\bid="([^"]*)"/.exec(tag)?.[1]} ${state}`];
  });
}

function linkIn(html: string, link: RegExp, where: string): string {
  const path = link.exec(html)?.[1];
  if (path) return path;
  throw new PageError(`${where} links to nothing`);
}
