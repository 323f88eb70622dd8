import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { config } from '../config.ts';
import { renewKubernetesKeys } from './kubernetes-keys.ts';
import { type Runner, ShopCommandError, type Verb } from './runner.ts';

const NAMESPACE = 'watertight';
const READY_WITHIN = '90s';
/** A ready pod is called only when every node's proxy has heard of it. */
const PROXIES_KNOW_MS = 1500;
/** What only we know of a Deployment: that we froze it, and how many there were before we sent them home. */
const FROZEN = 'watertight/frozen';
const REPLICAS = 'watertight/replicas';

/** As `kubectl get --output json` lists them. */
interface Workload {
  kind: 'Deployment' | 'StatefulSet';
  metadata: { name: string; annotations?: Record<string, string> };
  spec: { replicas: number };
  status: { readyReplicas?: number };
}

/** The shop as `kubectl apply -k k8s/overlays/local` runs it. Kubernetes replaces what dies, so `kill` leaves none to be replaced. */
export const kubernetesRunner: Runner = {
  async processes() {
    return (await workloads()).map(({ kind, metadata: { name, annotations }, spec, status }) => ({
      name,
      kind: kind === 'StatefulSet' ? 'database' : 'app',
      state: annotations?.[FROZEN] !== undefined ? 'frozen' : spec.replicas === 0 ? 'stopped' : 'running',
      ready: status.readyReplicas === spec.replicas,
    }));
  },
  async act(name, verb) {
    const found = (await workloads()).find(({ metadata }) => metadata.name === name);
    if (found === undefined || found.kind === 'StatefulSet')
      throw new ShopCommandError(
        `${name}: only apps are stopped and frozen in a cluster; kubectl delete pod ${name}-0`,
      );
    await verbs[verb](name, found);
  },
  rotate: renewKubernetesKeys,
};

/** Whether a cluster that this machine is told of runs the shop. */
export async function kubernetesRuns(): Promise<boolean> {
  return (await workloads().catch(() => [])).length > 0; // no kubectl, no cluster: then it runs nothing
}

const verbs: Record<Verb, (name: string, found: Workload) => Promise<unknown>> = {
  kill: async (name, found) => {
    await none(name, found);
    await signal(name, 'KILL'); // a deleted pod would go on answering for as long as it drains
  },
  stop: async (name, found) => {
    await none(name, found);
    await kubectl('wait', '--for=delete', 'pod', '--selector', `app=${name}`, `--timeout=${READY_WITHIN}`);
  },
  start: async (name, { metadata }) => {
    await kubectl('scale', 'deployment', name, `--replicas=${metadata.annotations?.[REPLICAS] ?? '1'}`);
    await kubectl('annotate', 'deployment', name, `${REPLICAS}-`, `${FROZEN}-`);
    await kubectl('rollout', 'status', `deployment/${name}`, `--timeout=${READY_WITHIN}`);
    await sleep(PROXIES_KNOW_MS);
  },
  freeze: async name => {
    await kubectl('annotate', 'deployment', name, `${FROZEN}=yes`, '--overwrite');
    await signal(name, 'STOP');
  },
  thaw: async name => {
    await signal(name, 'CONT');
    await kubectl('annotate', 'deployment', name, `${FROZEN}-`);
    await kubectl('rollout', 'status', `deployment/${name}`, `--timeout=${READY_WITHIN}`);
  },
};

async function none(name: string, { spec }: Workload): Promise<void> {
  if (spec.replicas > 0) await kubectl('annotate', 'deployment', name, `${REPLICAS}=${spec.replicas}`, '--overwrite');
  await kubectl('scale', 'deployment', name, '--replicas=0');
}

/** To every pod of an app. A liveness probe ends one that stays frozen for a minute: that is Kubernetes healing. */
async function signal(name: string, which: 'STOP' | 'CONT' | 'KILL'): Promise<void> {
  const names = await kubectl('get', 'pods', '--selector', `app=${name}`, '--output', 'name');
  // The image has no ps; with a shared process namespace node is not process 1, which no signal could stop.
  const script = `for each in /proc/[0-9]*; do [[ $(tr '\\0' ' ' <$each/cmdline) == 'node '* ]] && kill -${which} \${each#/proc/}; done; true`;
  for (const pod of names.split('\n').filter(Boolean)) await kubectl('exec', pod, '--', 'bash', '-c', script);
}

async function workloads(): Promise<Workload[]> {
  const parts = await kubectl('get', 'deployments,statefulsets', '--output', 'json');
  return (JSON.parse(parts) as { items: Workload[] }).items;
}

async function kubectl(...args: string[]): Promise<string> {
  const all = ['--namespace', NAMESPACE, '--request-timeout=30s', ...args];
  const { stdout } = await promisify(execFile)('kubectl', all, { env: config.env() }).catch(
    (error: Error & { stderr?: string }) => {
      const why = error.stderr?.trim().split('\n').at(-1) || error.message;
      throw new ShopCommandError(`kubectl ${args.join(' ')}: ${why}`);
    },
  );
  return stdout;
}
