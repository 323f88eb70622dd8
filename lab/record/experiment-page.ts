import { type Experiment, type Expected, questionOf, type Row } from '../experiments/experiment.ts';
import { startCommandFor } from '../experiments/replicas.ts';
import { shown } from '../experiments/shown.ts';
import { barChart } from './bar-chart.ts';
import { type Measured, measuredIn, type Missing } from './measured.ts';

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
  const { asks, textbook, hypothesis, held } = experiment;
  const rows = rowsOf(experiment);
  return [
    `# ${name}: ${asks}`,
    '<!-- Made by `npm run reference` from lab/experiments and docs/lab/measured.json. -->',
    `> The textbook: ${textbook}`,
    `**Before you read on, guess.** ${questionOf(experiment, experiment.setup(false))} Write your number down.`,
    `\`\`\`sh\n${commandsOf(name, experiment)}\n\`\`\``,
    `Source: ${sourceOf(name)}`,
    '## What happens',
    hypothesis,
    `![${name}: predicted and measured, as in the tables below](${name}.svg)`,
    ...rows.map(row => tableOf(row, measured)),
    originOf(recorded, rows),
    '## The arithmetic',
    rows.map(({ what, why }) => `- **${sentenceCase(what)}.** ${why}`).join('\n'),
    ...section('What to look at', seen(experiment)),
    '## What is the same in all arms, and why',
    armsOf(experiment),
    held,
    ...section('Questions', experiment.questions.map(folded)),
    ...section('Change one number, predict again', [
      `The numbers of this experiment stand in ${sourceOf(name)}.`,
      experiment.changeOne,
    ]),
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
    return `| ${arm} | ${withTolerance(expected)} | ${typeof seen === 'number' ? shown(seen) : seen} |`;
  });
  const table = [`| ${what} (${unit}) | predicted | measured |`, '|---|---|---|', ...lines].join('\n');
  if (claim === undefined) return table;
  const bound = `${claim.bound.text} ${unit}`.replace(/\b(1 [a-z]+[a-z])s$/, '$1');
  return `${table}\n\nClaim: ${bound}. It must hold with "${claim.on}" and fail with "${claim.off}".`;
}

function withTolerance({ value, within }: Expected): string {
  return within === 0 || value === Infinity ? shown(value) : `${shown(value)} ± ${shown(within)}`;
}

/** When and where it was measured, and a sentence for each kind of missing number that is in the tables. */
function originOf({ name, measured }: Recorded, rows: readonly Row[]): string {
  const cells = rows.flatMap(({ what, predicted }) =>
    Object.entries(predicted).map(([arm, { value }]) => measuredIn(measured, what, arm, value)),
  );
  const record = `\`npm run lab ${name} -- --record\``;
  const notes: Record<Missing, string> = {
    'not recorded': `Not recorded: ${record} fills the last column.`,
    outdated: `Outdated: measured when the prediction was another one. ${record} measures again.`,
  };
  return [
    ...(measured ? [`Measured on ${measured.date}, ${measured.cores} cores, commit ${measured.commit}.`] : []),
    ...Object.entries(notes).flatMap(([kind, note]) => (cells.some(cell => cell === kind) ? [note] : [])),
  ].join(' ');
}

/** What the word means, with the arms of this experiment. */
function armsOf(experiment: Experiment): string {
  const arms = Object.keys(experiment.setup(false).arms).map(arm => `"${arm}"`);
  const all = new Intl.ListFormat('en', { type: 'disjunction' }).format(arms);
  const visitors = experiment.stage === 'shop' ? ' The visitors are switched off for the run.' : '';
  return `An arm is one way of running the experiment: ${all}.${visitors}`;
}

const sourceOf = (name: string) => `[lab/experiments/${name}.ts](../../lab/experiments/${name}.ts)`;

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
