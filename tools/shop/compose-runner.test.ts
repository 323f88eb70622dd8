import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { composeRunner, composeRuns } from './compose-runner.ts';

/** A `docker` that writes down how it was called and lists these containers. */
describe('the shop as Compose runs it', () => {
  const dir = mkdtempSync(join(tmpdir(), 'watertight-docker-'));
  const path = process.env['PATH'] as string;
  const called = () => readFileSync(join(dir, 'called'), 'utf8').trim().split('\n');

  function docker(containers: string, exitCode = 0): void {
    writeFileSync(join(dir, 'containers'), containers);
    writeFileSync(
      join(dir, 'docker'),
      `#!/bin/sh\necho "$@" >> ${dir}/called\n[ "$2" = ps ] && cat ${dir}/containers\n` +
        `[ ${exitCode} = 0 ] || echo "no configuration file provided: not found" >&2\nexit ${exitCode}\n`,
    );
    chmodSync(join(dir, 'docker'), 0o755);
  }

  beforeEach(() => {
    process.env['PATH'] = `${dir}${delimiter}${path}`;
    writeFileSync(join(dir, 'called'), '');
  });
  afterEach(() => void (process.env['PATH'] = path));
  afterAll(() => rmSync(dir, { recursive: true }));

  const containers = [
    { Service: 'search', State: 'running', Health: 'healthy' },
    { Service: 'comments', State: 'running', Health: 'starting' },
    { Service: 'bank', State: 'paused', Health: '' },
    { Service: 'postgres', State: 'exited' },
  ];

  it.each([
    ['one array', JSON.stringify(containers)],
    ['one object a line', containers.map(each => JSON.stringify(each)).join('\n')],
  ])('is read from %s', async (_, output) => {
    docker(output);
    expect(await composeRuns()).toBe(true);
    expect(await composeRunner.processes()).toEqual([
      { name: 'search', kind: 'app', state: 'running', ready: true },
      { name: 'comments', kind: 'app', state: 'running', ready: false },
      { name: 'bank', kind: 'app', state: 'frozen', ready: false },
      { name: 'postgres', kind: 'database', state: 'stopped', ready: false },
    ]);
  });

  it("is broken by Compose's own verbs", async () => {
    docker('');
    for (const verb of ['kill', 'freeze', 'thaw', 'start', 'stop'] as const) await composeRunner.act('search', verb);
    expect(called()).toEqual([
      'compose kill search',
      'compose pause search',
      'compose unpause search',
      'compose up --detach --wait --wait-timeout 60 --no-deps --no-recreate --no-build search',
      'compose stop search',
    ]);
  });

  it('is not there without containers, without a project and without Docker', async () => {
    docker('');
    expect(await composeRuns()).toBe(false);
    docker('', 1);
    expect(await composeRuns()).toBe(false);
    process.env['PATH'] = join(dir, 'nothing');
    expect(await composeRuns()).toBe(false);
  });

  it('says in one sentence what Compose refused', async () => {
    docker('', 1);
    await expect(composeRunner.act('search', 'kill')).rejects.toThrow(
      'docker compose kill search: no configuration file provided: not found',
    );
  });
});
