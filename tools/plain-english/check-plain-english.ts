import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckResult } from '../npm-check/run-checks.ts';
import { bannedWords } from './better-words.ts';
import { readComments, readSentences, type Text } from './read-texts.ts';

/** The highest share of sentences with a banned word, in percent. */
const DOCS_PERCENT = 1;

/** The same for comments. */
const COMMENTS_PERCENT = 1;

/** Generated pages, decisions that are history, and the shop's own texts. */
const unchecked = /^(docs\/reference\/|docs\/decisions\/00(0\d|1[01])-|apps\/storefront\/assets\/|.*\/MUTANTS\.md$)/;

export interface Share {
  area: string;
  texts: number;
  withBannedWord: number;
  /** One line for each banned word: place, word, better word. */
  hits: string[];
}

/** Counts banned words in the comments and the Markdown pages of the repository at `root`; `listAll` lists every one of them. */
export function checkPlainEnglish(root: string, listAll = false): CheckResult {
  const pages = checkedFiles(root).filter(path => path.endsWith('.md'));
  return compareShares(
    commentShares(root),
    sharesOf(pages, path => readSentences(readFileSync(join(root, path), 'utf8'))),
    { comments: COMMENTS_PERCENT, docs: DOCS_PERCENT, listAll },
  );
}

/** Returns the share of comments with a banned word, for each area of the repository at `root`. */
export function commentShares(root: string): Share[] {
  const sources = checkedFiles(root).filter(path => /\.(ts|mjs)$/.test(path));
  return sharesOf(sources, path => readComments(readFileSync(join(root, path), 'utf8')));
}

const checkedFiles = (root: string): string[] => listFiles(root).filter(path => !unchecked.test(path));

/** Returns the files of the repository at `root`, without those that git ignores. */
export function listFiles(root: string): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  return listed.split('\n').filter(path => path !== '' && existsSync(join(root, path)));
}

/** Returns the share of each area (`apps/bank`, `docs`, `lab`) of `paths`. */
export function sharesOf(paths: string[], texts: (path: string) => Text[]): Share[] {
  const shares = new Map<string, Share>();
  for (const path of paths) {
    const area = /^(?:(?:apps|packages)\/[^/]+|[^/]+(?=\/))/.exec(path)?.[0] ?? 'the root';
    const share = shares.get(area) ?? { area, texts: 0, withBannedWord: 0, hits: [] };
    shares.set(area, share);
    for (const text of texts(path)) {
      const hits = hitsIn(path, text);
      share.texts += 1;
      if (hits.length > 0) share.withBannedWord += 1;
      share.hits.push(...hits);
    }
  }
  return [...shares.values()];
}

function hitsIn(path: string, { line, text }: Text): string[] {
  return bannedWords.flatMap(({ pattern, better }) =>
    [...text.matchAll(pattern)].map(({ 0: word, index }) => {
      const at = line + text.slice(0, index).split('\n').length - 1;
      return `${path}:${at} "${word}": write ${better}`;
    }),
  );
}

interface Limits {
  /** In percent. */
  comments: number;
  docs: number;
  listAll: boolean;
}

/** Compares the shares with their limits; lists the banned words of a kind that is above its limit. */
export function compareShares(comments: Share[], docs: Share[], limits: Limits): CheckResult {
  const kinds = [
    { name: 'comments', shares: comments, limit: limits.comments },
    { name: 'sentences of docs', shares: docs, limit: limits.docs },
  ].map(kind => ({ ...kind, isAbove: percentOf(sum(kind.shares)) > kind.limit }));
  const output = kinds.flatMap(({ name, shares, limit, isAbove }) => [
    ...(isAbove || limits.listAll ? shares.flatMap(({ hits }) => hits) : []),
    `  ${name} with a banned word: ${line(sum(shares))}, at most ${limit} %`,
    `    ${shares.map(share => `${share.area} ${percentOf(share).toFixed(1)} %`).join(', ')}`,
  ]);
  return { holds: kinds.every(({ isAbove }) => !isAbove), output: output.join('\n') };
}

type Counts = Pick<Share, 'texts' | 'withBannedWord'>;

export const sum = (shares: Share[]): Counts => ({
  texts: shares.reduce((total, { texts }) => total + texts, 0),
  withBannedWord: shares.reduce((total, { withBannedWord }) => total + withBannedWord, 0),
});

export const percentOf = ({ texts, withBannedWord }: Counts): number =>
  texts === 0 ? 0 : (100 * withBannedWord) / texts;
const line = (counts: Counts): string =>
  `${counts.withBannedWord} of ${counts.texts} (${percentOf(counts).toFixed(2)} %)`;
