import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root as workspace } from '../config.ts';

const MAX_LINES = 40;

const rules = {
  categories: { correctness: 'off' },
  rules: { 'max-lines-per-function': ['error', { max: MAX_LINES, skipBlankLines: true, skipComments: true }] },
};

/** Returns the functions below `root` with more than 40 lines of code, those of tests included. */
export function longFunctions(root: string): { path: string; line: number }[] {
  const folder = mkdtempSync(join(tmpdir(), 'long-functions-'));
  try {
    const config = join(folder, 'rules.json'); // not the workspace's: this is one rule without types, in 0.1 s
    writeFileSync(config, JSON.stringify(rules));
    const oxlint = join(workspace, 'node_modules/.bin/oxlint');
    const { stdout, error } = spawnSync(oxlint, ['--config', config, '--format', 'json'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (error) throw error;
    return (JSON.parse(stdout) as Report).diagnostics.map(({ filename, labels: [label] }) => ({
      path: filename,
      line: label?.span.line ?? 0,
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Only what is read here of oxlint's report. */
interface Report {
  diagnostics: { filename: string; labels: { span: { line: number } }[] }[];
}
