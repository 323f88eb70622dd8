import type { ActiveFault, FaultKind } from '@watertight/contracts/ops';
import { html } from 'hono/html';
import type { State } from '../state.ts';
import { durationOptions } from './break-buttons.ts';
import { amount, type Markup, timeLeft } from './markup.ts';

/** Fields that the form has under labels of its own. */
const labeled = new Set(['kind', 'forMs', 'percent', 'match']);

/** The faults that are on, with the time left. A live section. */
export function activeFaults({ services }: State): Markup {
  const rows = services.flatMap(({ name, faults }) => faults.map(fault => row(name, fault)));
  return html`<div id="faults" class="scrolled" role="region" aria-label="Faults that are on" tabindex="0">
    ${
      rows.length === 0
        ? html`<p>No fault is on.</p>`
        : html`<table>
          <caption>Faults that are on: ${rows.length}</caption>
          <thead>
            <tr>
              <th scope="col">Service</th>
              <th scope="col">Fault</th>
              <th scope="col">Requests</th>
              <th scope="col" class="number">Injected</th>
              <th scope="col" class="number">Left</th>
              <th scope="col">Actions</th>
            </tr>
          </thead>
          <tbody>
            ${rows}
          </tbody>
        </table>`
    }
  </div>`;
}

function row(
  service: string,
  { name, kind, remainingMs, injected, percent = 100, match = {}, ...fields }: ActiveFault,
): Markup {
  const numbers = Object.entries(fields).filter(([field]) => field !== 'forMs' && field !== 'seed');
  const affected = [...(percent === 100 ? [] : [`${percent} %`]), ...Object.values(match)].join(', ');
  return html`<tr id="fault-${service}-${name}">
    <th scope="row">${service}</th>
    <td>${kind}${numbers.map(([field, value]) => html` <small>${field} ${String(value)}</small>`)}</td>
    <td>${affected || 'all'}</td>
    <td class="number">${amount(injected)} ×</td>
    <td class="number">${timeLeft(remainingMs)}</td>
    <td>
      <form method="post" action="/services/${service}/faults/${name}/stop"><button aria-label="stop ${kind} of ${service}">stop</button></form>
    </td>
  </tr>`;
}

/** The form that breaks a service, with the kinds that the services know. It is not live, so that no choice is undone. */
export function breakForm(services: readonly string[], kinds: readonly FaultKind[]): Markup {
  if (kinds.length === 0) return html`<p>No service here can be broken: FAULTS is off.</p>`;
  return html`<form method="post" action="/faults" class="break">
    <p>
      <label>Break <select name="service">${services.map(name => html`<option>${name}</option>`)}</select></label>
      <label>by <select name="kind">${kinds.map(({ kind, says }) => html`<option value="${kind}">${kind}: ${says}</option>`)}</select></label>
      <label>for <select name="forMs">${durationOptions()}</select></label>
      <button>Break it</button>
    </p>
    <details>
      <summary>Which requests, and the numbers of its kind</summary>
      <p>${[...fieldsOf(kinds)].map(([name, help]) => field(name, help))}</p>
    </details>
  </form>`;
}

/** Returns every field of every kind once, with its description. */
function fieldsOf(kinds: readonly FaultKind[]): Map<string, string> {
  const fields = new Map([['percent', 'how many of the requests, in percent; empty: all']]);
  for (const { kind, schema } of kinds) {
    for (const [name, { description = '' }] of Object.entries(
      schema.properties as Record<string, { description?: string }>,
    )) {
      if (!labeled.has(name) && !fields.has(name))
        fields.set(name, name === 'seed' ? description : `${kind}: ${description}`);
    }
  }
  for (const [name, help] of [
    ['match.caller', 'only requests of this service'],
    ['match.method', 'only by this method, for example POST'],
    ['match.route', 'only to this route, for example /orders'],
  ] as const)
    fields.set(name, help);
  return fields;
}

function field(name: string, help: string): Markup {
  return html`<label>${name} <input name="${name}" maxlength="200" autocomplete="off" aria-describedby="about-${name}" /> <small id="about-${name}">${help}</small></label> `;
}
