import { Agent, get } from 'node:http';
import { fileURLToPath } from 'node:url';
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
