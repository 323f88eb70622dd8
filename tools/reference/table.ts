import { MINUTE, SECOND } from '@watertight/resilience';

/** A table of Markdown. Cells may hold anything. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** `300 ms`, `2.5 s`, `10 min`: as people say it. */
export function time(ms: number): string {
  if (ms < 1 * SECOND) return `${ms} ms`;
  return ms < 10 * MINUTE ? `${ms / SECOND} s` : `${ms / MINUTE} min`;
}

export const code = (word: string): string => `\`${word}\``;

/** A page that says where it comes from. */
export function page(title: string, ...parts: readonly string[]): string {
  const made = 'Made from the code by `npm run reference`; `npm run check` fails when it is not fresh.';
  return `${[`# ${title}`, made, ...parts].join('\n\n')}\n`;
}
