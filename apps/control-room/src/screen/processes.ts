import type { ProcessVerb, ShopProcess } from '@watertight/contracts/supervisor';
import { html } from 'hono/html';
import type { State } from '../state.ts';
import { type Markup, stateWord } from './markup.ts';

/** Who runs, with the supervisor's verbs; with containers, who answers. */
export function processes(state: State): Markup {
  return state.processes === undefined ? servicesOnly(state) : processTable(state.processes, state);
}

function processTable({ list, silent }: NonNullable<State['processes']>, { services }: State): Markup {
  const wordOf = (name: string) => services.find(service => service.name === name)?.word ?? '';
  const rows = list.map(
    process => html`<tr id="process-${process.name}">
      <th scope="row">${process.name}</th>
      <td>${stateWord(process.state)}</td>
      <td>${process.state === 'running' ? wordOf(process.name) || (process.ready ? 'ready' : 'not ready') : ''}</td>
      <td class="number">${process.pid ?? ''}</td>
      <td class="number">${process.port ?? ''}</td>
      <td class="number">${process.restarts}</td>
      <td>${verbs(process)}</td>
    </tr>`,
  );
  return html`<table>
    <caption>
      Processes${silent ? ': the supervisor is silent, this is the last it said' : ''}
    </caption>
    <thead>
      <tr>
        ${heads('Name', 'State', 'Answers')} ${numberHeads('Process id', 'Port', 'Restarts')} ${heads('Do')}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function servicesOnly({ services, visitors }: State): Markup {
  const clients = visitors === undefined ? [] : [{ name: 'visitors', word: visitors.isSilent ? 'silent' : 'ready' }];
  const rows = [...services, ...clients].map(
    ({ name, word }) => html`<tr id="process-${name}">
      <th scope="row">${name}</th>
      <td>${stateWord(word)}</td>
      <td><code>docker compose kill ${name}</code></td>
    </tr>`,
  );
  return html`<table>
    <caption>Services</caption>
    <thead>
      <tr>
        ${heads('Name', 'Answers', 'To see it die')}
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

/** What may be done to a process now. */
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
  return titles.map(title => html`<th scope="col" class="number">${title}</th>`);
}
