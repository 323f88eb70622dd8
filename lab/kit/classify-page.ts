/** What became of a page: `degraded` if a section of it shows less than it promises, `failed` without a complete page. */
export type PageResult = { is: 'whole' } | { is: 'degraded' | 'failed'; why: string };

export const isComplete = (html: string): boolean => /<\/html>\s*$/.test(html);

/** Classifies a page by its status, its end, and the states that its sections report. */
export function classifyPage({ status, html }: { status: number; html: string }): PageResult {
  if (status !== 200 || !isComplete(html)) return { is: 'failed', why: String(status) };
  const less = [...html.matchAll(/(?:\bid="([^"]*)"[^>]*)?\bdata-state="(?!ok")([^"]*)"/g)];
  if (less.length === 0) return { is: 'whole' };
  return { is: 'degraded', why: less.map(([, id = 'a part', state]) => `${id} ${state}`).join(', ') };
}
