import { globSync, readFileSync } from 'node:fs';
import { Slug } from '@watertight/contracts';
import { z } from 'zod';
import { assetsFolder } from '../assets.ts';
import { markdown } from './markdown.ts';
import type { Html } from '../layout/section.ts';

const folder = `${assetsFolder}journal/`;

const FrontMatter = z.object({
  title: z.string().min(1),
  slug: Slug,
  minutes: z.coerce.number().int().min(1),
  published: z.iso.date(),
  teaser: z.string().min(1),
});

export interface Article extends z.infer<typeof FrontMatter> {
  readonly body: Html;
}

/** The journal is files of our own, read once at the start: it is there when nothing else is. Newest first. */
export const journal: readonly Article[] = globSync('*.md', { cwd: folder })
  .map(file => parseArticle(readFileSync(`${folder}${file}`, 'utf8')))
  .toSorted((one, other) => other.published.localeCompare(one.published));

/** An article as its file writes it: `key: value` lines between two lines of dashes, then Markdown; with either line end. @throws ZodError */
export function parseArticle(file: string): Article {
  const [, head = '', body = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(file.replaceAll('\r\n', '\n')) ?? [];
  const entries = head
    .split('\n')
    .map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
  return { ...FrontMatter.parse(Object.fromEntries(entries)), body: markdown(body) };
}
