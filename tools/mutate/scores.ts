import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of one file: changes that a test noticed, among those that ran at all. */
export interface Score {
  detected: number;
  /** Of these: by a test that did not come to its end. */
  hung: number;
  valid: number;
  /** Place, kind and replacement of each mutant that no test noticed. */
  survivors: string[];
}

/** A score holds as long as the file and its tests are what they were. */
export interface KeptScore extends Score {
  of: string;
}

type Scores<Each extends Score = Score> = Record<string, Each>;
const fileIn = (home: string) => join(home, 'scores.json');

export function readScores(home: string): Scores<KeptScore> {
  return existsSync(fileIn(home)) ? (JSON.parse(readFileSync(fileIn(home), 'utf8')) as Scores<KeptScore>) : {};
}

export function keepScore(home: string, file: string, score: KeptScore): void {
  mkdirSync(home, { recursive: true });
  writeFileSync(fileIn(home), JSON.stringify({ ...readScores(home), [file]: score }, null, 2));
}

/** Changes with any of the texts. */
export function fingerprint(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\0');
  return hash.digest('hex').slice(0, 16);
}

export function total(scores: Scores): { detected: number; valid: number; percent: number } {
  const detected = Object.values(scores).reduce((sum, score) => sum + score.detected, 0);
  const valid = Object.values(scores).reduce((sum, score) => sum + score.valid, 0);
  return { detected, valid, percent: percent(detected, valid) };
}

/** For people: a line per file, and one for all of them. */
export function tableOf(scores: Scores): string {
  const { detected, valid } = total(scores);
  const rows = [
    ...Object.entries(scores).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ['all', { detected, valid }] as const,
  ];
  return rows
    .map(
      ([name, score]) =>
        `${name.padEnd(32)}${percent(score.detected, score.valid).toFixed(1).padStart(6)} %  ${score.detected} of ${score.valid}`,
    )
    .join('\n');
}

const percent = (detected: number, valid: number) => (valid === 0 ? 100 : (100 * detected) / valid);
