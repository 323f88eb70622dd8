import type { ProcessVerb, ShopProcess } from '@watertight/contracts/supervisor';
import { html } from 'hono/html';
import type { State } from '../state.ts';
import { type Markup, stateLabel } from './markup.ts';

/** The processes, with the supervisor's verbs; in containers the services, and whether they answer. */
export function processes(state: State): Markup {
  return state.processes === undefined ? servicesOnly(state) : processTable(state.processes, state);
}

function processTable({ list, silent }: NonNullable<State['processes']>, { services }: State): Markup {
  const statusOf = (name: string) => services.find(service => service.name === name)?.status ?? '';
  const rows = list.map(
    process => html`<tr id="process-${process.name}">
      <th scope="row"><a href="/services/${process.name}">${process.name}</a></th>
      <td>${stateLabel(process.state)}</td>
      <td class="detail">${process.state === 'running' ? statusOf(process.name) || (process.ready ? 'ready' : 'not ready') : ''}</td>
      <td class="detail number">${process.pid ?? ''}</td>
      <td class="detail number">${process.port ?? ''}</td>
      <td class="detail number">${process.restarts}</td>
      <td>${verbs(process)}</td>
    </tr>`,
  );
  return html`<table>
    <caption>
      Processes${silent ? ': the supervisor does not answer, shown is its last list' : ''}
    </caption>
    <thead>
      <tr>
        ${heads('Name', 'State')}<th scope="col" class="detail">Answers</th> ${numberHeads('Process id', 'Port', 'Restarts')} ${heads('Actions')}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function servicesOnly({ services, visitors }: State): Markup {
  const clients = visitors === undefined ? [] : [{ name: 'visitors', status: visitors.isSilent ? 'silent' : 'ready' }];
  const rows = [...services, ...clients].map(
    ({ name, status }) => html`<tr id="process-${name}">
      <th scope="row">${name}</th>
      <td>${stateLabel(status)}</td>
      <td><code>docker compose kill ${name}</code></td>
    </tr>`,
  );
  return html`<table>
    <caption>Services</caption>
    <thead>
      <tr>
        ${heads('Name', 'Answers', 'To kill it')}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

const offered: Record<ShopProcess['state'], readonly ProcessVerb[]> = {
  running: ['kill', 'freeze', 'stop'],
  starting: ['kill'],
  frozen: ['thaw', 'kill'],
  killed: ['start'],
  stopped: ['start'],
  crashed: ['start'],
};

/** The buttons that apply to a process in its state. */
export function verbs({ name, state }: ShopProcess): Markup[] {
  return offered[state].map(
    verb =>
      html`<form method="post" action="/processes/${name}/${verb}"><button aria-label="${verb} ${name}">${verb}</button></form>`,
  );
}

function heads(...titles: string[]): Markup[] {
  return titles.map(title => html`<th scope="col">${title}</th>`);
}

function numberHeads(...titles: string[]): Markup[] {
  return titles.map(title => html`<th scope="col" class="detail number">${title}</th>`);
}
