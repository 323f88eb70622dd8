import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { until } from '@watertight/testing/processes';
import { shopUrl } from '../addresses.ts';
import { type RunningShop, startShop } from '../bench/running-shop.ts';
import { kubectl } from './kubectl.ts';

const run = promisify(execFile);
const OPEN_WITHIN_MS = 240_000;
const checkout = fileURLToPath(new URL('../..', import.meta.url));
/** A project of its own: nothing of the shop that `docker compose` keeps here is deleted. */
const PROJECT = 'watertight-opening';

/** One way to open the shop from nothing. */
export interface WayToOpen {
  readonly url: string;
  /** What takes time and is no part of opening: images. */
  prepare(): Promise<unknown>;
  /** Resolves when the way says that the shop is open. */
  open(): Promise<unknown>;
  /** Forgets everything the shop has kept. */
  close(): Promise<unknown>;
}

function compose(...args: string[]): Promise<unknown> {
  const words = ['compose', '--project-directory', checkout, '--project-name', PROJECT, ...args];
  return run('docker', words, { timeout: OPEN_WITHIN_MS, maxBuffer: 20_000_000 });
}

/** Where k8s/overlays/local publishes the storefront. */
const nodePortUrl = process.env['SHOP_URL'] ?? 'http://localhost:30080';
/** A node needs this long, at most, to forward its port to a pod that has become ready. */
const FORWARDED_WITHIN_MS = 5000;

let shop: RunningShop | undefined;
let isOurs = false;

export const waysToOpen: Record<string, WayToOpen> = {
  /** With the data that is there: `npm run reset` would delete it. */
  npm: {
    url: shopUrl,
    prepare: async () => {},
    open: async () => {
      const env = { ...process.env, VISITORS_PER_SECOND: '10' };
      shop = await startShop({ folder: checkout, env, withinMs: OPEN_WITHIN_MS });
    },
    close: async () => {
      await shop?.stop();
      shop = undefined;
    },
  },
  compose: {
    url: shopUrl,
    prepare: () => compose('build'),
    open: () => compose('up', '--detach'),
    close: () => compose('down', '--volumes'),
  },
  kubernetes: {
    url: nodePortUrl,
    prepare: async () => {
      const there = await kubectl(['get', 'namespace', 'watertight', '--ignore-not-found', '--output', 'name']);
      if (there.trim() !== '') throw new Error('This cluster has a shop; delete its namespace "watertight" first.');
      isOurs = true;
    },
    open: async () => {
      await kubectl(['apply', '--filename', `${checkout}/k8s/overlays/local/namespace.yaml`]);
      await run(process.execPath, ['tools/kubernetes-keys.ts'], { cwd: checkout });
      await kubectl(['apply', '--kustomize', `${checkout}/k8s/overlays/local`]);
      await kubectl(['rollout', 'status', 'deployment/storefront', '--timeout=200s']);
      await until(() => fetch(`${nodePortUrl}/health/live`).then(({ ok }) => ok), { withinMs: FORWARDED_WITHIN_MS });
    },
    close: async () => {
      if (isOurs) await kubectl(['delete', 'namespace', 'watertight', '--ignore-not-found', '--wait']);
    },
  },
};
