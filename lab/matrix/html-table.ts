import type { Cell, RowResult } from './play-row.ts';
import { nameOf } from './rows.ts';
import { columns, summaryLines } from './table.ts';

const text = (value: string) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

function cell({ isTouched, wrong, endMs }: Cell): string {
  const kind = wrong.length > 0 ? 'wrong' : isTouched ? 'touched' : 'calm';
  const word = wrong.length > 0 ? `✗ ${wrong.map(text).join('; ')}` : isTouched ? '● right' : '·';
  return `<td class="${kind}">${word} <small>${Math.round(endMs)} ms</small></td>`;
}

/** The matrix as a page of its own: a row a fault, a column a page or an action. */
export function htmlTable(results: readonly RowResult[]): string {
  const rows = results.map(({ row, cells, healedAfterMs }) => {
    const inOrder = columns.map(name => cell(cells.find(({ what }) => what === name) as Cell));
    const healed = Number.isFinite(healedAfterMs) ? `${Math.round(healedAfterMs)} ms` : 'not in time';
    return `<tr><th scope="row">${nameOf(row)}</th>${inOrder.join('')}<td>${healed}</td></tr>`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Every page and every action under every fault</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 0.9rem/1.4 system-ui, sans-serif; margin: 1.5rem; }
  table { border-collapse: collapse; }
  th, td { border: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: 0.3rem 0.5rem; text-align: start; vertical-align: top; }
  thead th { position: sticky; top: 0; background: Canvas; }
  .wrong { background: light-dark(#f9d5cc, #5a2113); max-inline-size: 16rem; }
  .touched { background: light-dark(#d9efe9, #123c38); }
  small { opacity: 0.7; white-space: nowrap; }
</style>
<h1>Every page and every action under every fault</h1>
${summaryLines(results)
  .map(line => `<p>${text(line)}</p>`)
  .join('\n')}
<p>● touches the fault and is right; · must not notice, and does not; ✗ is wrong.</p>
<table>
<thead><tr><th scope="col">what breaks</th>${columns.map(name => `<th scope="col">${name}</th>`).join('')}<th scope="col">itself again after</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</html>
`;
}
