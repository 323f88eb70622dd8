import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { maxConnections, roleLimits } from '@watertight/embedded-databases';
import { addressVariable, apps, queueKeysOf } from '@watertight/topology';
import { bundle } from '../bundle.ts';
import { architecture } from './architecture.ts';
import type { Given } from './given.ts';
import { readErrors } from './read-errors.ts';
import { filesWithBlocks } from './topology-blocks.ts';

const MAX_BYTES = 10_000_000;

/** Kustomize reads nothing outside of an overlay's own folder. */
const copies = {
  'k8s/overlays/local/create-databases.sh': 'tools/containers/create-databases.sh',
  'k8s/overlays/local/start-redis.sh': 'tools/containers/start-redis.sh',
  'k8s/overlays/local/role-limits.conf': 'packages/embedded-databases/role-limits.conf',
};

/** All that is made from the code, by its path below the root. */
export async function generatedFiles(root: string): Promise<Record<string, string>> {
  const pages = Object.entries(await referencePages(root)).map(([name, text]) => [
    name.includes('/') ? name : `docs/reference/${name}`,
    text,
  ]);
  const withBlocks = filesWithBlocks(root);
  const copied = Object.entries(copies).map(([path, from]) => [
    path,
    withBlocks[from] ?? readFileSync(join(root, from), 'utf8'),
  ]);
  const made = { ...withBlocks, 'docs/architecture.svg': architecture(), ...(await labPages(root)) };
  return { ...made, ...(Object.fromEntries([...pages, ...copied]) as Record<string, string>) };
}

/** The pages of docs/lab, by their path: the lab makes them from its experiments, in a process of its own. */
const labPages = (root: string): Promise<Record<string, string>> =>
  printedBy(join(root, 'lab/record/print-pages.ts'), undefined);

/** The pages of docs/reference as the code is now, by file name; what is made from the code elsewhere, by its path. */
export async function referencePages(root: string): Promise<Record<string, string>> {
  const given: Given = { root, errors: readErrors(root), server: { maxConnections, role: roleLimits() } };
  // Below the root: what the bundle leaves out is found in its node_modules.
  const folder = join(root, '.tools', `reference-${process.pid}`);
  try {
    const files = await bundle(root, [{ in: 'tools/reference/pages.ts', out: 'pages' }]);
    for (const { path, contents } of files) {
      const place = join(folder, relative(join(root, 'build'), path));
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, contents);
    }
    return await printedBy(join(folder, 'pages.js'), given);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One line for each file that is not as the code is; none when all are. */
export async function stalePages(root: string): Promise<string[]> {
  const files = Object.entries(await generatedFiles(root));
  const written = (path: string) => readFile(join(root, path), 'utf8').catch(() => undefined);
  const stale = await Promise.all(files.map(async ([path, text]) => ((await written(path)) === text ? [] : [path])));
  return stale.flat().map(path => `${path} is not as the code is: run "npm run reference"`);
}

/**
 * Services read their settings when they are loaded, so they get these and nothing else.
 *
 * What one of them must be told is no default, and does not appear in the pages.
 */
const settings = {
  OPS_TOKEN: 'of-no-installation-at-all',
  DATABASE_URL: 'postgres://service@127.0.0.1/service',
  ...Object.fromEntries(
    apps.flatMap(({ name }) => Object.keys(queueKeysOf(name)).map(variable => [variable, 'of-no-installation-at-all'])),
  ),
  ...Object.fromEntries(apps.map(({ name }) => [addressVariable(name), 'http://127.0.0.1'])),
};

function printedBy(script: string, given: Given | undefined): Promise<Record<string, string>> {
  const { promise, resolve, reject } = Promise.withResolvers<Record<string, string>>();
  const child = execFile(
    process.execPath,
    [script],
    { env: settings, maxBuffer: MAX_BYTES },
    (error, stdout, stderr) => {
      // The bundle's lines are long, and the reason stands at the end.
      if (error !== null) reject(new Error(`${script} cannot make its pages: ${stderr.slice(-1000)}`));
      else resolve(JSON.parse(stdout) as Record<string, string>);
    },
  );
  child.stdin?.end(given && JSON.stringify(given));
  return promise;
}
