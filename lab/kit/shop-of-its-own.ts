import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startShop } from '../bench/running-shop.ts';

const OPEN_WITHIN_MS = 300_000;
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Opens the shop, runs the same command in it without `--open`, and closes the shop. @returns the command's exit code */
export async function inAShopOfItsOwn(startArgs: readonly string[] = []): Promise<number> {
  const shop = await startShop({ folder: root, args: startArgs, withinMs: OPEN_WITHIN_MS });
  try {
    const args = process.argv.slice(1).filter(argument => argument !== '--open');
    // A process of its own: where the shop listens is read when one starts.
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
    return await new Promise((resolve, reject) => child.once('error', reject).once('exit', code => resolve(code ?? 1)));
  } finally {
    await shop.stop();
  }
}
