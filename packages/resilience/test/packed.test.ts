import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const source = join(import.meta.dirname, '..');

const program = `
import { BreakerOpenError, definePolicies, pipeline, type PolicyError, SECOND } from '@watertight/resilience';

const { search } = definePolicies({
  search: { breaker: { failuresToOpen: 2, openMs: 2 * SECOND }, retry: { attempts: 1 }, timeout: { afterMs: 300 } },
});
const calls = pipeline(search);
calls.circuit?.on('open', () => console.log('open'));
const fallback = (error: unknown) => (error instanceof BreakerOpenError ? 'refused' : 'failed');
console.log(await calls.run(async ({ number, signal }) => \`attempt \${number}, aborted: \${signal.aborted}\`));
for (let i = 1; i <= 3; i++) console.log(await calls.run(() => Promise.reject(new Error('down')), { fallback }));
calls.close();
try {
  // @ts-expect-error a misspelt option, which the types refuse first
  definePolicies({ search: { braeker: {} } });
} catch (error) {
  console.log((error as PolicyError).path);
}
`;

describe('the package on its own', () => {
  let folder: string;
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: folder, encoding: 'utf8', env: plainEnvironment() });
  const installed = (path: string) => join(folder, 'node_modules/@watertight/resilience', path);

  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'resilience-')));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    run('pnpm', '--dir', source, 'pack', '--pack-destination', folder);
    const [tarball = ''] = globSync('*.tgz', { cwd: folder });
    // Its two dependencies are packed from the copies here, so that a machine without a network can do it too;
    // a folder is taken for a checkout, whose scripts would want opossum's own tools.
    const dependencies = ['opossum', '@opentelemetry/api'].map(name =>
      realpathSync(join(source, 'node_modules', name)),
    );
    const flags = ['--offline', '--install-links', '--ignore-scripts', '--no-audit', '--no-fund'];
    run('npm', 'install', ...flags, join(folder, tarball), ...dependencies);
  }, 60_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  it('brings its code, types, README and licence, no sources and no tests', () => {
    const files = globSync('**/*', { cwd: installed('.'), withFileTypes: true }).filter(entry => entry.isFile());
    const kinds = new Set(files.map(({ name }) => name.replace(/^[^.]+(?=\.(d\.ts|js)$)/, '*')));
    expect([...kinds].toSorted()).toEqual(['*.d.ts', '*.js', 'LICENSE', 'README.md', 'package.json']);
    expect(globSync('**/*.test.*', { cwd: installed('.') })).toEqual([]);
  });

  it('needs opossum and @opentelemetry/api, and nothing else', () => {
    const { dependencies } = JSON.parse(readFileSync(installed('package.json'), 'utf8')) as { dependencies: unknown };
    const version = expect.stringMatching(/^\d+\.\d+\.\d+$/); // no word that only a workspace understands
    expect(dependencies).toEqual({ '@opentelemetry/api': version, opossum: version });
    expect(globSync('node_modules/{@*/,}[!@.]*', { cwd: folder }).toSorted()).toEqual(
      ['@opentelemetry/api', '@watertight/resilience', 'opossum'].map(name => join('node_modules', name)),
    );
  });

  it('checks the types of a program that uses it, and runs it with plain Node', () => {
    const strict = { strict: true, skipLibCheck: false, target: 'es2022', module: 'nodenext', types: ['node'] };
    const typeRoots = [join(source, '../../node_modules/@types')];
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...strict, typeRoots } }));
    writeFileSync(join(folder, 'program.ts'), program);
    run(join(source, 'node_modules/.bin/tsc'));
    expect(run(process.execPath, 'program.js').trim().split('\n')).toEqual([
      'attempt 1, aborted: false',
      'failed',
      'open',
      'failed',
      'refused',
      'search.braeker',
    ]);
  });
});

/** Without the flags that this test run needs, and that no user of the package has. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return env;
}
