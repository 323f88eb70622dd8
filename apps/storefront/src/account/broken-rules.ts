import { isProblem } from '@watertight/service-kit';
import { html } from 'hono/html';

/** The rule each field of a form breaks, by name. */
export type BrokenRules = Readonly<Record<string, string>>;

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** The rules that a schema found broken, the first of each field. */
export const rulesOfIssues = (issues: readonly Issue[]): BrokenRules =>
  Object.fromEntries(issues.map(({ path, message }) => [String(path[0]), message]).toReversed());

/** The rules that the answer of a service names, the first of each field; none if it refuses for another reason. */
export function rulesOfAnswer(error: unknown): BrokenRules {
  const errors = isProblem(error, 'invalid-request') ? (error.problem?.errors ?? []) : [];
  return Object.fromEntries(errors.map(({ field, rule: broken }) => [field, broken]).toReversed());
}

/** What a field says of the rule it breaks. */
export const rule = (broken: string | undefined) => broken !== undefined && html`<span class="rule">${broken}</span>`;
