import type { SeenPage } from './browser.ts';

/**
 * What somebody got: `whole`: all of the page; `degraded`: the page, and a word for each part that was away;
 * `failed`: an error, half a page, or nothing.
 */
export type Verdict = 'whole' | 'degraded' | 'failed';

/** By what stands in the page, as any visitor could see it: no answer of ours is asked. */
export function verdictOn({ status, html }: SeenPage): Verdict {
  if (status >= 300 && status < 400) return 'whole'; // the form is done, its page is the next one
  if (status >= 500 || !html.trimEnd().endsWith('</html>')) return 'failed';
  return /data-state="(?!ok")/.test(html) ? 'degraded' : 'whole';
}
