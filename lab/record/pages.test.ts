import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { about, atMost, type Experiment, experiment } from '../experiments/experiment.ts';
import { findExperiments, groups } from '../experiments/list.ts';
import { barChart, LETTERS_IN_LINE } from './bar-chart.ts';
import { chapter } from './chapter.ts';
import { experimentPage, experimentPicture } from './experiment-page.ts';
import { listPage } from './list-page.ts';
import type { Measured } from './measured.ts';

const breaker = experiment({
  asks: 'How often is the service called?',
  textbook: 'A breaker stops calls.',
  hypothesis: 'Five calls.',
  held: 'No retry.',
  guess: { question: 'How often?', arm: 'breaker' },
  questions: [['Why five?', 'The fifth failure opens the breaker.']],
  see: {},
  changeOne: 'Ten failures.',
  sources: [],
  setup: isQuick => ({ seconds: isQuick ? 1 : 10, arms: { breaker: {}, nothing: {} } }),
  run: () => Promise.resolve({ latenessMs: 0 }),
  predict: () => [
    {
      what: 'requests',
      unit: 'requests',
      why: 'Five failures open the breaker.',
      predicted: { breaker: about(5, 1), nothing: about(Infinity, 0) },
      claim: { on: 'breaker', off: 'nothing', bound: atMost(25) },
      measure: () => 5,
    },
  ],
});

const measured: Measured = {
  date: '2026-11-29',
  commit: 'abc1234',
  cores: 2,
  rows: { requests: { predicted: { breaker: 5, nothing: 'never' }, measured: { breaker: 6, nothing: 'never' } } },
};

describe('the page of an experiment', () => {
  const pageWith = (measured?: Measured) => experimentPage({ name: 'breaker', experiment: breaker, measured });

  it('asks for a guess before it shows any number, and folds the answers', () => {
    const page = pageWith(measured);
    expect(page.indexOf('How often? Write your number down.')).toBeLessThan(page.indexOf('breaker.svg'));
    expect(page).toContain(
      '<details><summary>Why five?</summary>\n\nThe fifth failure opens the breaker.\n\n</details>',
    );
  });

  it('names the arms where the word is first used, and the visitors of a shop only', () => {
    expect(pageWith()).toContain('An arm is one way of running the experiment: "breaker" or "nothing".\n\nNo retry.');
    const shop = { ...breaker, stage: 'shop' as const, isAlone: undefined };
    const page = experimentPage({ name: 'breaker', experiment: shop as unknown as Experiment, measured });
    expect(page).toContain('"nothing". The visitors are switched off for the run.');
  });

  it('has what was predicted and measured, and by which machine', () => {
    expect(pageWith(measured)).toContain('| breaker | 5 ± 1 | 6 |\n| nothing | never | never |');
    expect(pageWith(measured)).toContain('Measured on 2026-11-29, 2 cores, commit abc1234.');
  });

  it('says "outdated" for what was measured while the prediction was 9, and only then what that means', () => {
    expect(pageWith(measured)).not.toMatch(/outdated|not recorded/i);
    const earlier = { predicted: { breaker: 9, nothing: 'never' as const }, measured: { breaker: 10, nothing: 1 } };
    expect(pageWith({ ...measured, rows: { requests: earlier } })).toContain('| breaker | 5 ± 1 | outdated |');
  });

  it('says how to record an experiment that has not been', () => {
    expect(pageWith()).toContain('Not recorded: `npm run lab breaker -- --record`');
    expect(pageWith()).not.toMatch(/outdated/i);
    expect(experimentPicture({ name: 'breaker', experiment: breaker, measured: undefined })).toContain('not recorded');
  });

  it('names its source twice: under the commands, and where a number is to be changed', () => {
    const link = '[lab/experiments/breaker.ts](../../lab/experiments/breaker.ts)';
    expect(pageWith().split(link)).toHaveLength(3);
  });

  it('says the claim with its unit and the two arms', () => {
    expect(pageWith()).toContain('Claim: at most 25 requests. It must hold with "breaker" and fail with "nothing".');
  });
});

describe('the bars of a picture', () => {
  const widths = (...values: number[]) => {
    const bars = values.map(predicted => ({ arm: 'an arm', predicted, measured: predicted }));
    const drawn = barChart('a picture', [{ title: 'requests', bars }]);
    return [...drawn.matchAll(/class="measured" x="20" y="(?!20")[^"]*" width="([\d.]+)"/g)].map(([, width]) =>
      Number(width),
    );
  };

  it('are as long as their values when these differ by 10', () => {
    const [short = NaN, long = NaN] = widths(10, 100);
    expect(long / short).toBeCloseTo(10, 1);
  });

  it('grow by a step for each factor when the values differ by 1,000, and never look like nothing', () => {
    const [short = NaN, middle = NaN, long = NaN] = widths(1, 31.6227766, 1000);
    expect(short).toBeGreaterThan(20);
    expect(middle - short).toBeCloseTo(long - middle, 0);
  });

  it('are empty for 0, and as long as can be for what never happened', () => {
    expect(widths(0, 5, Infinity)).toEqual([0, 630, 630]);
  });
});

describe('docs/lab', () => {
  const all = Object.values(groups).flatMap(group => Object.entries(group));

  it.each(all)('%s names at least one source, with its address', (_, { sources }) => {
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.filter(([, address]) => !URL.canParse(address))).toEqual([]);
  });

  it.each(all)('%s has names that fit into its picture', (_, experiment) => {
    const rows = experiment.predict(experiment.setup(false));
    const texts = rows.flatMap(({ what, unit, predicted }) => [
      `${what} (${unit}), logarithmic scale`,
      ...Object.keys(predicted),
    ]);
    expect(texts.filter(text => text.length > LETTERS_IN_LINE)).toEqual([]);
  });

  it('has each experiment once, also one of two groups', () => {
    const names = findExperiments('all')?.map(([name]) => name) ?? [];
    expect(names).toEqual([...new Set(all.map(([name]) => name))]);
  });

  it('names a command for each of the 42 sentences, and says "no experiment" where there is none', () => {
    expect(chapter).toHaveLength(42);
    const page = listPage({ patterns: { 'retry-storm': breaker } });
    expect(page).toContain('| `npm run lab retry-storm` | [retry-storm](retry-storm.md) |');
    expect(page).toContain('| 11 | Fallacy 5: topology does not change. | no experiment |');
  });
});

describe('the pages of docs', () => {
  const root = join(import.meta.dirname, '../..');
  const pages = globSync('{README.md,docs/**/*.md}', { cwd: root });

  it.each(pages)('%s names commands that exist, or says "(not yet)"', page => {
    const text = readFileSync(join(root, page), 'utf8');
    const unknown = [...text.matchAll(/npm run lab ([a-z][a-z0-9-]*)(?![^`\n]*`\s\(not\syet\))/g)]
      .map(([, name = '']) => name)
      .filter(name => !['grade', 'mystery'].includes(name) && findExperiments(name) === undefined);
    expect(unknown).toEqual([]);
  });
});
