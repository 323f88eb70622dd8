import { readFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Pattern } from '@watertight/resilience';
import { shopUrl } from '../../addresses.ts';
import { isComplete } from '../../kit/classify-page.ts';
import { type RunningShop, startShop } from '../running-shop.ts';

export const checkout = fileURLToPath(new URL('../../..', import.meta.url));
const agent = new Agent({ keepAlive: true });

/** Lets the shop run, started with `args`, for as long as `use` does. Its ports must be free. */
export async function withShop(use: () => Promise<void>, args: readonly string[] = []): Promise<void> {
  const shop: RunningShop = await startShop({ folder: checkout, args, withinMs: 180_000 });
  try {
    await use();
  } finally {
    agent.destroy();
    await shop.stop();
  }
}

/** Opens a page as a patient visitor: true when it came complete, with its critical dependency, within 2 s. */
export function visit(path: string, signal: AbortSignal): Promise<boolean> {
  const startMs = performance.now();
  return new Promise((resolve, reject) => {
    const request = get(new URL(path, shopUrl), { agent, signal, headers: { accept: 'text/html' } }, page => {
      let html = '';
      page.setEncoding('utf8').on('data', (chunk: string) => (html = (html + chunk).slice(-100)));
      page.once('error', reject);
      page.once('end', () => {
        resolve(page.statusCode === 200 && isComplete(html) && performance.now() - startMs <= 2000);
      });
    });
    request.once('error', reject);
  });
}

/** Switches patterns of all the storefront's policies: those that at least one of them has. */
export async function switchPatterns(patterns: readonly Pattern[], on: boolean): Promise<void> {
  const { policies } = (await ops('GET', '/ops/patterns')) as {
    policies: Record<string, { switches: Partial<Record<Pattern, boolean>> }>;
  };
  const there = new Set(Object.values(policies).flatMap(({ switches }) => Object.keys(switches)));
  const change = Object.fromEntries(patterns.filter(each => there.has(each)).map(each => [each, on]));
  await ops('PATCH', '/ops/patterns', JSON.stringify(change));
}

/** Makes all the storefront's pipelines new, with every pattern on. */
export async function resetPatterns(): Promise<void> {
  await ops('POST', '/ops/reset');
}

/** Returns the permits of a policy that are in use. */
export async function seatsTaken(policy: string): Promise<number> {
  const { pipelines } = (await ops('GET', '/ops/resilience')) as {
    pipelines: { name: string; bulkhead?: { running: number } }[];
  };
  return pipelines.find(({ name }) => name === policy)?.bulkhead?.running ?? 0;
}

async function ops(method: string, path: string, body?: string): Promise<unknown> {
  const token = (await readFile(`${checkout}/.data/ops-token`, 'utf8')).trim();
  const answer = await fetch(new URL(path, shopUrl), {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    body: body ?? null,
    signal: AbortSignal.timeout(10_000),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} of the storefront answered ${answer.status}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
