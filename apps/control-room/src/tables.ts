import type { PipelineSnapshot } from '@watertight/contracts/ops';
import type { ProcessVerb, ShopProcess } from '@watertight/contracts/supervisor';
import { html } from 'hono/html';
import type { State } from './state.ts';

type Markup = ReturnType<typeof html>;

/** The live part of the screen: rendered here for the page and for every event, so that both say the same. */
export function tables(state: State): Markup {
  return html`${state.processes === undefined ? servicesOnly(state) : processTable(state.processes, state)} ${pipelineTable(state)}`;
}

function processTable({ list, silent }: NonNullable<State['processes']>, { services }: State): Markup {
  const wordOf = (name: string) => services.find(service => service.name === name)?.word ?? '';
  const rows = list.map(
    process => html`<tr>
      <th scope="row">${process.name}</th>
      <td><span class="state" data-state="${process.state}">${process.state}</span></td>
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

function servicesOnly({ services }: State): Markup {
  const rows = services.map(
    ({ name, word }) => html`<tr>
      <th scope="row">${name}</th>
      <td><span class="state" data-state="${word}">${word}</span></td>
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

function verbs({ name, state }: ShopProcess): Markup[] {
  return offered[state].map(
    verb =>
      html`<form method="post" action="/processes/${name}/${verb}"><button aria-label="${verb} ${name}">${verb}</button></form>`,
  );
}

function pipelineTable({ services }: State): Markup {
  const rows = services.flatMap(({ name, pipelines }) => pipelines.map(pipeline => pipelineRow(name, pipeline)));
  return html`<table>
    <caption>Pipelines: who calls whom, and what for</caption>
    <thead>
      <tr>
        ${heads('Service', 'Policy', 'Breaker')}
        ${numberHeads('Seats taken', 'Waiting', 'Limit', 'Calls', 'Good', 'Failed', 'Timed out', 'Refused', 'Fallback')}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function pipelineRow(service: string, { name, breaker, bulkhead, timeout, counts }: PipelineSnapshot): Markup {
  const number = (value: string | number) => html`<td class="number">${value}</td>`;
  return html`<tr>
    <th scope="row">${service}</th>
    <td>${name}</td>
    <td>${breaker === undefined ? '' : html`<span class="state" data-state="${breaker.state}">${breaker.state}</span>`}</td>
    ${number(bulkhead === undefined ? '' : `${bulkhead.running} of ${bulkhead.limit}`)} ${number(bulkhead?.waiting ?? '')}
    ${number(timeout === undefined ? '' : `${Math.round(timeout.limitMs)} ms`)}
    ${[counts.calls, counts.ok, counts.failed, counts.timedOut, counts.refused, counts.fallback].map(number)}
  </tr>`;
}

function heads(...titles: string[]): Markup[] {
  return titles.map(title => html`<th scope="col">${title}</th>`);
}

function numberHeads(...titles: string[]): Markup[] {
  return titles.map(title => html`<th scope="col" class="number">${title}</th>`);
}
