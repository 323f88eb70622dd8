import type { LabProgress, LabRow } from '@watertight/contracts/lab';
import { html } from 'hono/html';
import type { Markup } from './markup.ts';

/** The guess of a learner, and the arm of the first row that it is about. */
export interface Guess {
  readonly value: number | undefined;
  readonly arm: string;
}

/** Prediction, guess and measurement of a run: a table for each number, drawn as bars over one scale. */
export function labChart({ rows }: LabProgress, guess: Guess): Markup {
  return html`${rows.map((row, i) => rowTable(row, i === 0 ? guess : undefined))}`;
}

function rowTable(row: LabRow, guess: Guess | undefined): Markup {
  const { what, unit, why, arms } = row;
  const guessIn = (arm: string) => (guess?.arm === arm ? guess.value : undefined);
  const numbers = [...arms.flatMap(({ predicted, measured }) => [predicted, measured]), guess?.value];
  const most = Math.max(...numbers.filter(each => typeof each === 'number'), 0);
  return html`<table class="lab-row"><caption>${what} (${unit})</caption>
    <thead><tr><td></td><th scope="col">predicted</th>${guess && html`<th scope="col">you</th>`}<th scope="col">measured</th><td></td></tr></thead>
    <tbody>${arms.map(
      ({ arm, predicted, measured, isAsPredicted }) => html`<tr><th scope="row">${arm}</th>
        <td>${shown(predicted)}</td>${guess && html`<td>${shown(guessIn(arm))}</td>`}<td>${shown(measured)}</td>
        <td class="bars">${bars({ predicted, measured, guess: guessIn(arm) }, most)}${isAsPredicted === false && html`<small>not as predicted</small>`}</td></tr>`,
    )}</tbody></table>
    <p class="why">${guess && compared(guess, arms)}${why}</p>${claimLine(row)}`;
}

/** Says how far off a guess was, once its arm has been measured; what follows explains it. */
function compared({ value, arm }: Guess, arms: LabRow['arms']): string {
  const measured = arms.find(each => each.arm === arm)?.measured;
  if (value === undefined || measured === undefined) return '';
  return value === measured
    ? `You guessed ${shown(value)}, as it is. `
    : `You guessed ${shown(value)}, and it was ${shown(measured)}. `;
}

type Reached = number | 'never' | undefined;

/** The bar is what was measured; a line marks the prediction, a triangle the guess. "Never" fills the whole width. */
function bars(
  { predicted, measured, guess }: Record<'predicted' | 'measured' | 'guess', Reached>,
  most: number,
): Markup {
  const x = (value: Reached) => (value === 'never' ? 200 : most === 0 ? 0 : Math.round((Number(value) / most) * 200));
  const at = x(guess);
  return html`<svg viewBox="-6 0 212 18" width="318" height="27" aria-hidden="true">
    <path class="track" d="M0 9H200" />
    ${measured !== undefined && html`<rect class="measured" x="0" y="5" width="${Math.max(x(measured), 1)}" height="8" />`}
    <path class="predicted" d="M${x(predicted)} 1V17" />
    ${guess !== undefined && html`<path class="guess" d="M${at - 5} 0h10l-5 8z" />`}</svg>`;
}

function claimLine({ claim }: LabRow): Markup {
  if (claim === undefined) return html``;
  const { on, off, bound, result } = claim;
  return html`<p class="claim">Claim: ${bound}. It must hold with <b>${on}</b> and fail with <b>${off}</b>. ${result !== undefined && (verdicts[result] ?? result)}</p>`;
}

const verdicts: Readonly<Record<string, string>> = {
  'holds with the pattern, fails without': '✓ It does.',
  'does not hold': '✗ It does not hold.',
  'holds in both arms': '✗ It holds with both, so it proves nothing.',
};

/** As many digits as mean something. */
function shown(value: Reached): string {
  if (value === undefined) return '';
  if (value === 'never') return value;
  const digits = Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
