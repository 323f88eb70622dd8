import type { Experiment } from '../experiments/experiment.ts';
import { needsOf } from '../experiments/replicas.ts';
import { chapter } from './chapter.ts';

type Groups = Readonly<Record<string, Readonly<Record<string, Experiment>>>>;

/** Returns docs/lab/README.md: how to run experiments, the list by groups, and which one shows which sentence of the chapter. */
export function listPage(groups: Groups): string {
  const all = Object.assign({}, ...Object.values(groups)) as Readonly<Record<string, Experiment>>;
  return [
    '# The lab: predict, break, measure, understand',
    '<!-- Made by `npm run reference` from lab/experiments and lab/record/chapter.ts. -->',
    'Each experiment asks a question, predicts the answer, and measures it with the pattern and without. Its claim is a bound on the' +
      ' measured number, for example "at most 10 requests". It fails if the prediction is wrong, or if the claim also holds without' +
      " the pattern. The prediction is computed from the experiment's own numbers. In the open shop the numbers of a policy are read" +
      ' from the running services. Guess before you run one: a wrong guess that you can explain teaches more than a right one.',
    'A new experiment: [how to add one](../how-to/add-an-experiment.md).',
    '## How to run',
    howTo,
    ...Object.entries(groups).flatMap(([group, experiments]) => [`## ${group}`, tableOf(experiments)]),
    "## The chapter's sentences",
    'The textbook of these pages is a chapter on the reliability of distributed systems. Here is each of its sentences, and the' +
      ' command that shows it; "no experiment" where there is none. Fallacies are explained in [fallacies](../fallacies.md).',
    ['| | the chapter says | command | page |', '|---|---|---|---|', ...chapter.map((_, i) => rowOf(i, all))].join(
      '\n',
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

const howTo = `\`\`\`sh
npm run lab                       # the list
npm run lab thousand              # one experiment: asks for your guess, runs, compares
npm run lab patterns              # a whole group; "bench" runs all that need no shop, "all" everything
npm run lab workshop-60           # the experiments of a plan (docs/teach/plans.md)
npm run lab thousand -- --yes     # no question before the run
npm run lab thousand -- --quick   # a shorter load, with the predictions for it
npm run lab thousand -- --json    # the numbers as JSON, no question
npm run lab mystery -- --seed 7   # breaks a service of the open shop: say which, and how
npm run lab grade a1              # grades an assignment (docs/teach/assignments.md)
npm run lab -- --record           # runs all and writes these pages with the new numbers
\`\`\`

In the control room, <http://localhost:8081/lab> runs those that need the open shop: choose one, type a guess, and watch prediction,
guess and measurement on one chart, while the map of services shows the calls. The page works with \`npm start\`, Compose and
Kubernetes.

The exit code is 0 if every claim holds with the pattern and fails without, and every number is as predicted; 1 if not; 3 if a run
proves nothing (INCONCLUSIVE: the machine was too busy, or a process crashed or hung meanwhile); 2 for a wrong name or option, and if
the experiment cannot use the open shop: none is open, it is broken already, another experiment uses it, or it has too few processes of
a service. With \`--open\` the lab opens a shop of its own, with as many processes as needed.`;

function tableOf(experiments: Readonly<Record<string, Experiment>>): string {
  const rows = Object.entries(experiments).map(
    ([name, experiment]) =>
      `| [${name}](${name}.md) | ${experiment.asks} | ${experiment.setup(false).seconds} s | ${needsOf(experiment)} |`,
  );
  return ['| experiment | question | time | needs |', '|---|---|---|---|', ...rows].join('\n');
}

function rowOf(index: number, all: Readonly<Record<string, Experiment>>): string {
  const { says = '', experiment, instead } = chapter[index] ?? {};
  const isThere = experiment !== undefined && all[experiment] !== undefined;
  const [command, page] = isThere
    ? [`\`npm run lab ${experiment}\``, `[${experiment}](${experiment}.md)`]
    : [instead ?? 'no experiment', ''];
  return `| ${index + 1} | ${says} | ${command} | ${page} |`;
}
