import { html } from 'hono/html';
import type { State } from '../state.ts';
import { edgeOf } from './edge.ts';
import { amount, type Markup, stateWord } from './markup.ts';
import { edges } from './topology.ts';

/** The map as a table, for whoever reads rather than looks. */
export function edgeTable({ services }: State): Markup {
  const rows = edges.map(([caller, callee]) => {
    const { policies, perSecond, breaker } = edgeOf(services, caller, callee);
    const names = policies.map(
      ({ name }) => html`<a href="/?at=${caller}.${encodeURIComponent(name.toWellFormed())}">${name}</a> `,
    );
    return html`<tr id="row-${caller}-${callee}"><th scope="row">${caller} → ${callee}</th><td class="number">${amount(perSecond)} /s</td><td>${stateWord(breaker)}</td><td>${names}</td></tr>`;
  });
  return html`<div id="edges" class="scrolled" role="region" aria-label="The map as a table" tabindex="0"><table>
    <caption>Who calls whom</caption>
    <thead><tr><th scope="col">Call</th><th scope="col" class="number">Calls</th><th scope="col">Breaker</th><th scope="col">Policies</th></tr></thead>
    <tbody>${rows}</tbody>
  </table></div>`;
}
