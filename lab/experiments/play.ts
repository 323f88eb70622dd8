import { createInterface } from 'node:readline/promises';
import { record, writeLabPages } from '../record/record.ts';
import { type Experiment, questionOf } from './experiment.ts';
import { readGuess } from './guess.ts';
import type { Verdict } from './judge.ts';
import { judgedAsSame, onAgainstOn } from './on-against-on.ts';
import { needsOf } from './replicas.ts';
import { reportOf } from './report.ts';
import { type Result, runExperiment, runOnce } from './run-experiment.ts';
import { neverAsText } from './shown.ts';

export interface PlayOptions {
  /** No question. */
  yes: boolean;
  /** Shorter times where an experiment has some. */
  quick: boolean;
  /** One line of JSON for each experiment. */
  json: boolean;
  /** Writes what was measured to docs/lab. */
  record: boolean;
  /** Bench experiments side by side, without questions: for a machine, that does not watch them. */
  together: boolean;
  /** On against on: no claim may show a difference. */
  same: boolean;
}

type Named = readonly (readonly [name: string, experiment: Experiment])[];

/** Runs experiments in their order, and returns their verdicts. */
export async function play(chosen: Named, options: PlayOptions): Promise<Verdict[]> {
  const experiments = options.same ? chosen.map(([name, each]) => [name, onAgainstOn(each)] as const) : chosen;
  const verdicts = options.together ? await playTogether(experiments, options) : await playInTurn(experiments, options);
  if (options.record) writeLabPages();
  return verdicts;
}

async function playInTurn(experiments: Named, options: PlayOptions): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const [name, experiment] of experiments) {
    const { yes, quick, json } = options;
    if (!json) say(introductionOf(name, experiment, quick));
    const isAsked = !yes && !json && !options.record && process.stdin.isTTY && process.stdout.isTTY;
    const guess = isAsked ? await readGuess(questionOf(experiment, experiment.setup(quick)), askInTerminal) : undefined;
    verdicts.push(tell(name, experiment, await runExperiment(name, experiment, quick), options, guess));
  }
  return verdicts;
}

/** Together they would need more than one processor, and each would measure the others. */
const AT_ONCE = 3;

/** Most experiments only wait. One that measures the machine has it for itself, as has one that did not hold beside others. */
async function playTogether(experiments: Named, options: PlayOptions): Promise<Verdict[]> {
  const { quick } = options;
  const isAlone = ({ stage, isAlone }: Experiment) => stage === 'shop' || isAlone === true;
  const together = experiments.filter(([, experiment]) => !isAlone(experiment));
  const results = new Map<string, Result>();
  const lane = async () => {
    for (let next = together.shift(); next !== undefined; next = together.shift()) {
      const [name, experiment] = next;
      results.set(name, await runOnce(name, experiment, quick));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  const verdicts: Verdict[] = [];
  for (const [name, experiment] of experiments) {
    const first = results.get(name);
    const isClear = first !== undefined && (first.verdict === 'HOLDS' || (options.same && first.verdict === 'FAILS'));
    verdicts.push(tell(name, experiment, isClear ? first : await runExperiment(name, experiment, quick), options));
  }
  return verdicts;
}

function tell(name: string, experiment: Experiment, ran: Result, options: PlayOptions, guess?: number): Verdict {
  const result = options.same ? judgedAsSame(ran) : ran;
  const { quick, json } = options;
  if (json) say(JSON.stringify({ name, quick, guess: guess ?? null, ...result }, neverAsText));
  else say(`${options.together ? `\n${name}: ${experiment.asks}\n` : ''}${reportOf(experiment, result, guess)}`);
  if (options.record) say(record(name, result));
  return result.verdict;
}

function introductionOf(name: string, experiment: Experiment, isQuick: boolean): string {
  const { asks, textbook, hypothesis, held } = experiment;
  const { seconds } = experiment.setup(isQuick);
  return `${name}: ${asks}\n  needs ${needsOf(experiment)}; ${seconds} s\n  Textbook: ${textbook}\n  ${hypothesis}\n  ${held}\n`;
}

async function askInTerminal(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // Ctrl-C while a line is read reaches readline only, which would wait on.
  terminal.once('SIGINT', () => process.exit(130));
  const answer = await terminal.question(question).catch(() => ''); // Ctrl-D: no guess
  terminal.close();
  return answer;
}

const say = (text: string) => void process.stdout.write(`${text}\n`);
