import { shown } from '../experiments/shown.ts';
import type { Missing } from './measured.ts';

/** One row of an experiment: for each arm what was predicted, and what was measured or why there is no number. */
export interface Chart {
  readonly title: string;
  readonly bars: readonly { readonly arm: string; readonly predicted: number; readonly measured: number | Missing }[];
}

const WIDTH = 760;
const LEFT = 20;
const BAR_HEIGHT = 13;
/** An arm's name above its two bars. */
const ARM_HEIGHT = 60;
const TITLE_HEIGHT = 34;
/** For the number behind the longest bar. */
const NUMBER_WIDTH = 90;
/** So many letters of 14 px fit into a line, in the wider fonts too. */
export const LETTERS_IN_LINE = 92;
/** Above this ratio of the longest bar to the shortest, a linear scale shows the short one as nothing. */
const MAX_LINEAR_RATIO = 50;

const style = `
  text { font: 14px system-ui, sans-serif; fill: #1f2933 }
  .title { font-weight: 600 } .small { font-size: 12px; fill: #52606d }
  .predicted { fill: none; stroke: #486581; stroke-width: 1.5; stroke-dasharray: 4 3 } .measured { fill: #2b6cb0 }
  .page { fill: #f5f7fa }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f4f8 } .small { fill: #bcccdc } .page { fill: #102a43 }
    .predicted { stroke: #9fb3c8 } .measured { fill: #63b3ed }
  }`;

/** Returns an SVG with the bars of all rows, one row below the other. */
export function barChart(label: string, charts: readonly Chart[]): string {
  let y = 56;
  const drawn = charts.map(chart => {
    const top = y;
    y += TITLE_HEIGHT + chart.bars.length * ARM_HEIGHT;
    return rowOf(chart, top);
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" role="img" aria-label="${escaped(label)}">`,
    '<!-- Made by `npm run reference` from lab/experiments and docs/lab/measured.json. -->',
    `<style>${style}\n</style>`,
    `<rect class="page" width="${WIDTH}" height="${y}" rx="8" />`,
    `<rect class="predicted" x="${LEFT}" y="20" width="26" height="13" /><text class="small" x="${LEFT + 34}" y="31">predicted</text>`,
    `<rect class="measured" x="${LEFT + 110}" y="20" width="26" height="13" /><text class="small" x="${LEFT + 144}" y="31">measured</text>`,
    ...drawn,
    '</svg>\n',
  ].join('\n');
}

function rowOf({ title, bars }: Chart, top: number): string {
  const { lengthOf, isLogarithmic } = scaleOf(
    bars.flatMap(({ predicted, measured }) => [predicted, typeof measured === 'number' ? measured : predicted]),
  );
  const longest = WIDTH - 2 * LEFT - NUMBER_WIDTH;
  const barOf = (kind: 'predicted' | 'measured', value: number | Missing, y: number) =>
    typeof value !== 'number'
      ? `<text class="small" x="${LEFT}" y="${y + 11}">${value}</text>`
      : `<rect class="${kind}" x="${LEFT}" y="${y}" width="${(lengthOf(value) * longest).toFixed(1)}" height="${BAR_HEIGHT}" />` +
        `<text class="small" x="${(LEFT + lengthOf(value) * longest + 6).toFixed(1)}" y="${y + 11}">${shown(value)}</text>`;
  return [
    `<text class="title" x="${LEFT}" y="${top + 16}">${escaped(isLogarithmic ? `${title}, logarithmic scale` : title)}</text>`,
    ...bars.flatMap(({ arm, predicted, measured }, i) => {
      const y = top + TITLE_HEIGHT + i * ARM_HEIGHT;
      return [
        `<text x="${LEFT}" y="${y + 8}">${escaped(arm)}</text>`,
        barOf('predicted', predicted, y + 14),
        barOf('measured', measured, y + 14 + BAR_HEIGHT + 3),
      ];
    }),
  ].join('\n');
}

/** Returns how long the bar of a value is, from 0 to 1. What never happened has the longest. */
function scaleOf(values: readonly number[]): { lengthOf: (value: number) => number; isLogarithmic: boolean } {
  const positive = values.filter(value => value > 0 && value < Infinity);
  const [least, most] = [Math.min(...positive), Math.max(...positive)];
  const isLogarithmic = most / least > MAX_LINEAR_RATIO;
  const decades = Math.log10(most / least);
  const lengthOf = (value: number) => {
    if (value === Infinity) return 1;
    if (value <= 0) return 0;
    // The shortest bar of a logarithmic scale still has to be seen.
    return isLogarithmic ? 0.05 + (0.95 * Math.log10(value / least)) / decades : value / most;
  };
  return { lengthOf, isLogarithmic };
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
