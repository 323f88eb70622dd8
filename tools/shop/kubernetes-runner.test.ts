import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { kubernetesRunner, kubernetesRuns } from './kubernetes-runner.ts';

/** A `kubectl` that writes down how it was called and lists these workloads. */
describe('the shop as Kubernetes runs it', () => {
  const dir = mkdtempSync(join(tmpdir(), 'watertight-kubectl-'));
  const path = process.env['PATH'] as string;
  const called = () =>
    readFileSync(join(dir, 'called'), 'utf8')
      .trim()
      .split('\n')
      .filter(line => line !== '' && !line.startsWith('get deployments'));

  function kubectl(items: object[], exitCode = 0): void {
    writeFileSync(join(dir, 'items'), JSON.stringify({ items }));
    writeFileSync(
      join(dir, 'kubectl'),
      `#!/bin/sh\nshift 3\necho "$@" >> ${dir}/called\n[ "$1 $2" = "get deployments,statefulsets" ] && cat ${dir}/items\n` +
        `[ "$1 $2" = "get pods" ] && echo pod/one && echo pod/two\n` +
        `[ ${exitCode} = 0 ] || echo "the server is away" >&2\nexit ${exitCode}\n`,
    );
    chmodSync(join(dir, 'kubectl'), 0o755);
  }

  beforeEach(() => {
    process.env['PATH'] = `${dir}${delimiter}${path}`;
    writeFileSync(join(dir, 'called'), '');
  });
  afterEach(() => void (process.env['PATH'] = path));
  afterAll(() => rmSync(dir, { recursive: true }));

  const workload = (name: string, replicas: number, readyReplicas: number, annotations = {}, kind = 'Deployment') => ({
    kind,
    metadata: { name, annotations },
    spec: { replicas },
    status: { readyReplicas },
  });
  const search = (annotations = {}) => workload('search', 2, 2, annotations);

  it('is read from its workloads', async () => {
    kubectl([
      search(),
      workload('comments', 1, 0),
      workload('bank', 0, 0),
      workload('profile', 1, 0, { 'watertight/frozen': 'yes' }),
      workload('postgres', 1, 1, {}, 'StatefulSet'),
    ]);
    expect(await kubernetesRuns()).toBe(true);
    expect(await kubernetesRunner.processes()).toEqual([
      { name: 'search', kind: 'app', state: 'running', ready: true },
      { name: 'comments', kind: 'app', state: 'running', ready: false },
      { name: 'bank', kind: 'app', state: 'stopped', ready: true },
      { name: 'profile', kind: 'app', state: 'frozen', ready: false },
      { name: 'postgres', kind: 'database', state: 'running', ready: true },
    ]);
  });

  it('is killed with none left to replace it, and started as many as before', async () => {
    kubectl([search()]);
    await kubernetesRunner.act('search', 'kill');
    const killing = called();
    expect(killing.slice(0, 2)).toEqual([
      'annotate deployment search watertight/replicas=2 --overwrite',
      'scale deployment search --replicas=0',
    ]);
    expect(killing.filter(line => line.includes('kill -KILL'))).toHaveLength(2); // one a pod
    kubectl([search({ 'watertight/replicas': '2' })]);
    writeFileSync(join(dir, 'called'), '');
    await kubernetesRunner.act('search', 'start');
    expect(called()[0]).toBe('scale deployment search --replicas=2');
  });

  it('is frozen and thawed in every pod, and that is written down', async () => {
    kubectl([search()]);
    await kubernetesRunner.act('search', 'freeze');
    await kubernetesRunner.act('search', 'thaw');
    const lines = called();
    expect(lines.filter(line => line.includes('kill -STOP'))).toHaveLength(2);
    expect(lines.filter(line => line.includes('kill -CONT'))).toHaveLength(2);
    expect(lines[0]).toBe('annotate deployment search watertight/frozen=yes --overwrite');
    expect(lines.at(-2)).toBe('annotate deployment search watertight/frozen-');
  });

  it('does nothing to databases, and says in one sentence what the cluster refused', async () => {
    kubectl([workload('postgres', 1, 1, {}, 'StatefulSet')]);
    await expect(kubernetesRunner.act('postgres', 'kill')).rejects.toThrow('only apps are stopped and frozen');
    expect(called()).toEqual([]);
    kubectl([], 1);
    await expect(kubernetesRunner.processes()).rejects.toThrow(/^kubectl get deployments.*: the server is away$/);
  });

  it('is not there without a cluster that runs it', async () => {
    kubectl([]);
    expect(await kubernetesRuns()).toBe(false);
    kubectl([search()], 1);
    expect(await kubernetesRuns()).toBe(false);
    process.env['PATH'] = join(dir, 'nothing');
    expect(await kubernetesRuns()).toBe(false);
  });
});
