import type { Experiment, Expected, Row } from '../experiments/experiment.ts';
import { startCommandFor } from '../experiments/replicas.ts';
import { shown } from '../experiments/shown.ts';
import { barChart } from './bar-chart.ts';
import { type Measured, measuredIn } from './measured.ts';

/** What a page shows: an experiment under its name, and its last recorded run. */
interface Recorded {
  readonly name: string;
  readonly experiment: Experiment;
  readonly measured: Measured | undefined;
}

/** Returns the picture of an experiment: predicted and measured bars. */
export function experimentPicture({ name, experiment, measured }: Recorded): string {
  const charts = rowsOf(experiment).map(row => ({
    title: `${row.what} (${row.unit})`,
    bars: Object.entries(row.predicted).map(([arm, { value }]) => ({
      arm,
      predicted: value,
      measured: measuredIn(measured, row.what, arm, value),
    })),
  }));
  return barChart(`${name}: predicted and measured`, charts);
}

/** Returns the page of an experiment in Markdown. */
export function experimentPage(recorded: Recorded): string {
  const { name, experiment, measured } = recorded;
  const { asks, textbook, hypothesis, held, guess } = experiment;
  const rows = rowsOf(experiment);
  return [
    `# ${name}: ${asks}`,
    '<!-- Made by `npm run reference` from lab/experiments and docs/lab/measured.json. -->',
    `> The textbook: ${textbook}`,
    `**Before you read on, guess.** ${guess.question} Write your number down.`,
    `\`\`\`sh\n${commandsOf(name, experiment)}\n\`\`\``,
    '## What happens',
    hypothesis,
    `![${name}: predicted and measured, as in the tables below](${name}.svg)`,
    ...rows.map(row => tableOf(row, measured)),
    originOf(recorded),
    '## The arithmetic',
    rows.map(({ what, why }) => `- **${sentenceCase(what)}.** ${why}`).join('\n'),
    ...section('What to look at', seen(experiment)),
    '## What is the same in all arms, and why',
    held,
    ...section('Questions', experiment.questions.map(folded)),
    ...section('Change one number, predict again', [experiment.changeOne]),
    ...section(
      'Sources',
      experiment.sources.map(([title, address]) => `- ${title}: <${address}>`),
      '\n',
    ),
    '[All experiments](README.md)',
  ]
    .join('\n\n')
    .concat('\n');
}

const rowsOf = (experiment: Experiment): readonly Row[] => experiment.predict(experiment.setup(false));

function commandsOf(name: string, experiment: Experiment): string {
  const command = `npm run lab ${name}`;
  const [whole, quick] = [experiment.setup(false).seconds, experiment.setup(true).seconds];
  const needs =
    experiment.stage === 'bench' ? 'needs nothing running' : `needs the open shop: ${startCommandFor(experiment)}`;
  const lines = [`${command.padEnd(40)}# ${whole} s, ${needs}`];
  if (quick < whole) lines.push(`${`${command} -- --quick`.padEnd(40)}# ${quick} s`);
  return lines.join('\n');
}

function tableOf({ what, unit, predicted, claim }: Row, measured: Measured | undefined): string {
  const lines = Object.entries(predicted).map(([arm, expected]) => {
    const seen = measuredIn(measured, what, arm, expected.value);
    return `| ${arm} | ${withTolerance(expected)} | ${seen === undefined ? 'not yet' : shown(seen)} |`;
  });
  const table = [`| ${what} (${unit}) | predicted | measured |`, '|---|---|---|', ...lines].join('\n');
  if (claim === undefined) return table;
  return `${table}\n\nThe claim, ${claim.bound.text}, must hold in "${claim.on}" and fail in "${claim.off}".`;
}

function withTolerance({ value, within }: Expected): string {
  return within === 0 || value === Infinity ? shown(value) : `${shown(value)} ± ${shown(within)}`;
}

function originOf({ name, measured }: Recorded): string {
  if (measured === undefined) return `Not recorded yet: \`npm run lab ${name} -- --record\` fills the last column.`;
  const { date, cores, commit } = measured;
  return `Measured on ${date}, ${cores} cores, commit ${commit}. "Not yet": the prediction has changed since then.`;
}

function seen({ see }: Experiment): string[] {
  const places = { Page: see.page, 'Control room': see.room, Trace: see.trace };
  const lines = Object.entries(places).flatMap(([place, text]) =>
    text === undefined ? [] : [`- **${place}.** ${text}`],
  );
  return lines.length === 0 ? [] : [lines.join('\n')];
}

const folded = ([question, answer]: readonly [string, string]) =>
  `<details><summary>${question}</summary>\n\n${answer}\n\n</details>`;

function section(title: string, paragraphs: readonly string[], between = '\n\n'): string[] {
  return paragraphs.length === 0 ? [] : [`## ${title}`, paragraphs.join(between)];
}

const sentenceCase = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
