import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { checkArchitecture } from './architecture/check-architecture.ts';
import { root } from './config.ts';
import { checkManifests } from './manifests/check-manifests.ts';
import { readManifests } from './manifests/read-manifests.ts';
import { checkPlainEnglish } from './plain-english/check-plain-english.ts';
import { stalePages } from './reference/reference-pages.ts';
import { runChecks, seconds, type CheckResult } from './npm-check/run-checks.ts';

/** Everything about the code that needs no running shop; the slowest first, so that both halves end together. */
const checks = {
  lint: () => run('oxlint'),
  types: () => run('tsc', '--noEmit', '--project', '.'),
  'dead code': () => run('knip'),
  format: () => run('oxfmt', '--check', '.'),
  architecture: async (): Promise<CheckResult> => {
    const broken = checkArchitecture(root);
    return { holds: broken.length === 0, output: broken.join('\n') };
  },
  manifests: async (): Promise<CheckResult> => {
    const differing = checkManifests(readManifests(root));
    return { holds: differing.length === 0, output: differing.join('\n') };
  },
  reference: async (): Promise<CheckResult> => {
    const stale = await stalePages(root);
    return { holds: stale.length === 0, output: stale.join('\n') };
  },
  words: async (): Promise<CheckResult> => {
    const result = checkPlainEnglish(root, process.argv.includes('words')); // `npm run check words` lists every banned word
    if (result.holds) console.log(result.output);
    return result;
  },
};

function run(program: string, ...args: string[]): Promise<CheckResult> {
  const child = spawn(join(root, 'node_modules/.bin', program), args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', chunk => (output += chunk));
  child.stderr.on('data', chunk => (output += chunk));
  return new Promise(resolve => {
    child.once('error', error => resolve({ holds: false, output: error.message }));
    child.once('close', code => resolve({ holds: code === 0, output }));
  });
}

const startedAt = performance.now();
const failed = await runChecks(checks, line => console.log(line));
const result = failed.length === 0 ? 'all hold' : `${failed.join(', ')} failed`;
console.log(`check: ${result}, ${seconds(performance.now() - startedAt)}`);
process.exitCode = failed.length === 0 ? 0 : 1;
