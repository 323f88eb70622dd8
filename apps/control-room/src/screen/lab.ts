import type { LabExperiment } from '@watertight/contracts/lab';
import { html } from 'hono/html';
import type { LabReport } from '../lab-program.ts';
import type { State } from '../state.ts';
import { labChart } from './lab-chart.ts';
import type { Markup } from './markup.ts';

/** Every experiment on this shop, by its question. */
export function experimentList(experiments: readonly LabExperiment[], chosen: LabExperiment | undefined): Markup {
  return html`<nav aria-label="Experiments"><ul class="experiments">${experiments.map(
    ({ name, asks, seconds }) =>
      html`<li><a href="/lab?experiment=${name}"${name === chosen?.name && html` aria-current="true"`}><b>${name}</b> ${asks} <small>${Math.round(seconds)} s</small></a></li>`,
  )}</ul></nav>`;
}

/** What an experiment is about, and the guess before its run. */
export function experimentForm({ name, asks, textbook, hypothesis, held, guess, seconds }: LabExperiment): Markup {
  return html`<section class="panel"><h2>${name}: ${asks}</h2>
    <blockquote>${textbook}</blockquote><p>${hypothesis}</p><p><small>${held}</small></p>
    <form method="post" action="/lab/runs"><input type="hidden" name="experiment" value="${name}" />
      <label for="guess">${guess.question}</label>
      <p><input id="guess" name="guess" inputmode="decimal" autocomplete="off" size="8" aria-describedby="guess-hint" />
        <button>Run it, ${Math.round(seconds)} s</button></p>
      <p id="guess-hint"><small>A number, or nothing for no guess. The visitors stop for the time of the run.</small></p></form></section>`;
}

/** The run under way, or the last one. A live section. */
export function labNow({ runs: [run] }: State): Markup {
  if (run === undefined) return html`<section id="lab-now" hidden></section>`;
  const { experiment, guess, isOver, progress, problem } = run;
  const stop = html`<form method="post" action="/lab/stop"><button>End it</button></form>`;
  return html`<section id="lab-now" class="panel" aria-label="The run"><h2>${experiment.name}, ${isOver ? resultOf(run) : 'it runs'}</h2>
    ${!isOver && html`<div class="now"><p>Now: ${progress.arm ?? 'the shop is prepared'}</p>${stop}</div>`}
    ${problem !== undefined && html`<p>${problem}</p>`}
    ${progress.rows.length > 0 && html`<p class="key"><small>Bar: measured. Line: predicted. Triangle: your guess.</small></p>`}
    ${labChart(progress, { value: guess, arm: experiment.guess.arm })}
    ${
      progress.verdict !== undefined &&
      experiment.questions.map(
        ([question, answer]) => html`<details><summary>${question}</summary><p>${answer}</p></details>`,
      )
    }${isOver && html`<p><a href="/lab?experiment=${experiment.name}">Guess again</a></p>`}</section>`;
}

/** The runs before it, newest first. A live section. */
export function labRuns({ runs: [, ...runs] }: State): Markup {
  if (runs.length === 0) return html`<section id="lab-runs" hidden></section>`;
  return html`<section id="lab-runs" aria-label="Earlier runs"><h2>Earlier runs</h2>${runs.map(
    run => html`<details id="run-${run.id}"><summary><time datetime="${run.startedAt}">${run.startedAt.slice(11, 19)}</time> ${run.experiment.name}, ${resultOf(run)}</summary>
      ${run.problem !== undefined && html`<p>${run.problem}</p>`}
      ${labChart(run.progress, { value: run.guess, arm: run.experiment.guess.arm })}</details>`,
  )}</section>`;
}

function resultOf({ progress: { verdict, obstacle } }: LabReport): string {
  switch (verdict) {
    case 'HOLDS':
      return 'it holds';
    case 'FAILS':
      return 'it does not hold';
    case 'INCONCLUSIVE':
      return `inconclusive: twice, ${obstacle}`;
    default:
      return 'no result';
  }
}
