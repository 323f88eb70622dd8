import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Setting, settingsOf } from '@watertight/service-kit';
import { type App, apps } from './apps.ts';
import type { Given } from './given.ts';
import { code, page, table } from './table.ts';

/** What every service has stands once. */
const COMMON = 'packages/service-kit/src/config/service-config.ts';
const FOR_BROWSERS = 'packages/service-kit/src/config/settings-for-browsers.ts';

/** variables.md: the environment of each app. */
export function variablesPage({ root }: Given): string {
  const common = commentsOf(join(root, COMMON));
  const [first] = apps;
  const usual = settings(first).filter(({ variable }) => common.has(variable) && variable !== 'PORT');
  return page(
    'Environment variables',
    'Read once, when a service starts; one that is wrong ends the start with a sentence and exit code 78.',
    '## every service',
    table(
      head,
      usual.map(setting => rowOf(setting, common)),
    ),
    ...apps.flatMap(app => {
      const files = [FOR_BROWSERS, `apps/${app.name}/src/config.ts`].map(path => join(root, path));
      const comments = new Map([...common, ...files.flatMap(path => [...commentsOf(path)])]);
      const own = settings(app).filter(({ variable }) => !usual.some(each => each.variable === variable));
      return [
        `## ${app.name}`,
        table(
          head,
          own.map(setting => rowOf(setting, comments)),
        ),
      ];
    }),
  );
}

const head = ['variable', 'default', 'must be', 'what it is'];

/** `SERVICE_NAME` is a constant that only looks like a setting. */
const settings = (app: App | undefined): Setting<unknown>[] =>
  Object.values(settingsOf(app?.config ?? {})).filter(({ variable }) => variable !== 'SERVICE_NAME');

function rowOf({ variable, rule = '', otherwise }: Setting<unknown>, comments: Map<string, string>): string[] {
  const absent =
    otherwise === undefined ? 'none: must be set' : otherwise === null ? 'may be missing' : code(asWritten(otherwise));
  return [code(variable), absent, rule.replace(/ expected\b/, ''), comments.get(variable) ?? ''];
}

/** What config.ts says above a variable, or behind it. */
function commentsOf(path: string): Map<string, string> {
  const found = readFileSync(path, 'utf8').matchAll(
    /(?:\/\*\* (?<above>[^\n]*?) \*\/\n)?\s*\w+: \w+\('(?<variable>[A-Z_]+)'[^\n]*?(?:\/\/ (?<behind>.*))?\n/g,
  );
  return new Map(
    [...found].map(({ groups }) => [groups?.['variable'] ?? '', groups?.['above'] ?? groups?.['behind'] ?? '']),
  );
}

const asWritten = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
