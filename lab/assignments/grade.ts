import { limitsMs } from './a1-limits.ts';
import { policies } from './a2-policies.ts';
import { charge } from './a3-charge.ts';
import { waits } from './a4-waits.ts';
import { gradeCharge } from './grade-charge.ts';
import { describeServices, gradeLimits } from './grade-limits.ts';
import { gradePolicies } from './grade-policies.ts';
import { gradeWaits } from './grade-waits.ts';

/** One thing that a grader looked at. */
export interface Finding {
  readonly holds: boolean;
  readonly says: string;
}

interface Assignment {
  /** The file that a learner edits. */
  readonly file: string;
  readonly hint?: () => string;
  grade(): readonly Finding[] | Promise<readonly Finding[]>;
}

const assignments: Readonly<Record<string, Assignment>> = {
  a1: { file: 'lab/assignments/a1-limits.ts', hint: describeServices, grade: () => gradeLimits(limitsMs) },
  a2: { file: 'lab/assignments/a2-policies.ts', grade: () => gradePolicies(policies) },
  a3: { file: 'lab/assignments/a3-charge.ts', grade: () => gradeCharge(charge) },
  a4: { file: 'lab/assignments/a4-waits.ts', grade: () => gradeWaits(waits) },
};

/** `npm run lab grade a1`: grades what stands in the assignment's file. @returns undefined for an unknown assignment */
export async function grade(name: string): Promise<{ text: string; passed: boolean } | undefined> {
  const assignment = Object.hasOwn(assignments, name) ? assignments[name] : undefined;
  if (assignment === undefined) return undefined;
  const findings = await assignment.grade();
  const good = findings.filter(({ holds }) => holds).length;
  const text = [
    `${name}: ${assignment.file}`,
    ...(assignment.hint === undefined ? [] : [assignment.hint()]),
    ...findings.map(({ holds, says }) => `  ${holds ? '✓' : '✗'} ${says}`),
    good === findings.length ? 'passed' : `not yet: ${good} of ${findings.length} hold`,
  ].join('\n');
  return { text, passed: good === findings.length };
}

export const assignmentNames = Object.keys(assignments).join(', ');
