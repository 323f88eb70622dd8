import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { newAuthority } from '@watertight/identity';
import { build } from 'esbuild';
import { shopUrl } from '../addresses.ts';
import type { Finding } from '../checks/security/attack.ts';
import { finding } from '../checks/security/attack.ts';
import { ask } from '../checks/security/wire.ts';
import { docker } from './compose-shop.ts';
import { kubectl } from './kubectl.ts';
import type { Given } from './next-door.ts';

const PAGE_WITHIN_MS = 2000;
const GOOD_PERCENT = 99;
const ENDS_WITHIN_MS = 300_000;

/** A way to run a program beside the shop, with nothing of the shop's. */
interface Way {
  readonly url: string;
  /** Names that the neighbor takes as well. Elsewhere only the cluster's API gives names. */
  readonly aliases: readonly string[];
  command(given: string): readonly [program: string, ...args: string[]];
  /** What has begun, and when: a restart shows. */
  lives(): Promise<string>;
  /** Removes the neighbor, however far it came. */
  remove(): Promise<unknown>;
}

const NAME = 'watertight-next-door';
const IMAGE = 'node:24-bookworm-slim';
const NODE = ['node', '--input-type=module', '-'] as const;
const nothing = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
const limits = { memory: '256Mi' };

const ways: Record<string, Way> = {
  compose: {
    url: shopUrl,
    aliases: ['profile', 'comments'],
    // On both networks: `docker run` takes one.
    command: given => {
      const names = ways['compose']!.aliases.flatMap(name => ['--network-alias', name]);
      const create = ['create', '--name', NAME, '--interactive', '--network', 'watertight_shop', ...names];
      const script = `docker "$@" && docker network connect watertight_databases ${NAME} && exec docker start --attach --interactive ${NAME}`;
      return ['sh', '-c', script, 'sh', ...create, '--env', `GIVEN=${given}`, IMAGE, ...NODE];
    },
    remove: () => docker('rm', '--force', NAME),
    lives: async () => {
      const ids = (await docker('ps', '--quiet', '--filter', 'label=com.docker.compose.project=watertight')).split(
        '\n',
      );
      return docker('inspect', '--format', '{{.Name}} {{.State.StartedAt}}', ...ids.filter(Boolean));
    },
  },
  kubernetes: {
    url: process.env['SHOP_URL'] ?? 'http://localhost:30080',
    aliases: [],
    command: given => {
      const container = {
        name: NAME,
        image: IMAGE,
        imagePullPolicy: 'IfNotPresent',
        command: NODE,
        stdin: true,
        stdinOnce: true,
        env: [{ name: 'GIVEN', value: given }],
        resources: { limits, requests: limits },
        securityContext: nothing,
      };
      const securityContext = { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } };
      const spec = { securityContext, automountServiceAccountToken: false, containers: [container] };
      const overrides = JSON.stringify({ apiVersion: 'v1', spec });
      const run = ['run', NAME, '--rm', '-i', '--quiet', '--restart=Never', `--image=${IMAGE}`];
      return ['kubectl', '--namespace', 'watertight', ...run, `--overrides=${overrides}`];
    },
    remove: () => kubectl(['delete', 'pod', NAME, '--ignore-not-found', '--now']),
    lives: () =>
      kubectl([
        'get',
        'pods',
        '--selector=app',
        '--output=jsonpath={range .items[*]}{.metadata.name} {.status.containerStatuses[0].restartCount}{"\\n"}{end}',
      ]),
  },
};

/** The attacks in one file, for a Node that has nothing else. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('next-door.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire('/');" },
    write: false,
  });
  return outputFiles[0]!.text;
}

/** Runs the attacks; returns what they found, and reports each as it ends. */
async function attackFrom(way: Way, report: (each: Finding) => void): Promise<void> {
  const authority = await newAuthority();
  const { 'tls.key': key, 'tls.crt': cert } = await authority.issue('checkout');
  const forged = { key, cert, ca: authority.certificate };
  const [program, ...args] = way.command(JSON.stringify({ forged, aliases: way.aliases } satisfies Given));
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = execFile(program, args, { timeout: ENDS_WITHIN_MS }, (error, _, stderr) =>
    error === null ? resolve() : reject(new Error(`the neighbor ended: ${stderr.slice(-2000)}`)),
  );
  let unfinished = '';
  child.stdout?.on('data', (part: string) => {
    const lines = (unfinished + part).split('\n');
    unfinished = lines.pop() ?? '';
    for (const line of lines.filter(each => each.startsWith('[')))
      (JSON.parse(line) as Finding[]).forEach(each => report(each));
  });
  child.stdin?.end(await bundle());
  await promise;
}

/** Another visitor, from this machine, meanwhile. */
async function visit(url: string, goesOn: () => boolean): Promise<Finding> {
  let [pages, good, slowestMs] = [0, 0, 0];
  for (; goesOn(); pages += 1) {
    const { status, tookMs } = await ask('GET', `${url}/products/kayak-deck-compass`);
    if (status === 200 && tookMs <= PAGE_WITHIN_MS) good += 1;
    slowestMs = Math.max(slowestMs, Math.round(tookMs));
    await sleep(250);
  }
  const percent = (100 * good) / pages;
  const observed = `${percent.toFixed(1)} % of ${pages} within ${PAGE_WITHIN_MS} ms, slowest ${slowestMs} ms`;
  return finding('pages of another visitor', percent >= GOOD_PERCENT, observed);
}

/**
 * `npm run rehearse:neighbor -- compose|kubernetes`, while the shop is up: a container that has nothing of the shop's is on its
 * network, and tries what was found from outside (docs/security.md).
 */
const [name = 'compose'] = process.argv.slice(2);
const way = ways[name];
if (way === undefined) throw new Error(`${name}: one of ${Object.keys(ways).join(', ')} expected`);
let broken = 0;
const report = (each: Finding) => {
  if (!each.held) broken += 1;
  process.stdout.write(`${each.held ? 'HELD  ' : 'BROKEN'} ${each.name}: ${each.observed}\n`);
};
const before = await way.lives();
let isOver = false;
const visiting = visit(way.url, () => !isOver);
try {
  await attackFrom(way, report);
} finally {
  isOver = true;
  await way.remove();
}
report(await visiting);
const after = await way.lives();
report(finding('processes that ended', after === before, after === before ? 'none' : after));
process.exitCode = broken === 0 ? 0 : 1;
