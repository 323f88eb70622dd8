import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Part, RealShop } from '../../kit/real-shop.ts';
import { type Design, designs } from './replay-designs.ts';

const run = promisify(execFile);
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** Payment's own shell, and what keeps the answers in it; the last two show what the work that decides may cost at most. */
type PlainShell = 'nothing' | 'node-idempotency' | 'express-idempotency' | 'round-trips' | 'one-get';
type Shell = PlainShell | Design;
type Payment = 'payment' | 'payment-without-redis' | 'payment-with-a-past';
type Name = Shell | Payment;

const EXPRESS_IDEMPOTENCY = '1.0.6';

/**
 * Starts each candidate in a process of its own with a database of its own, over the same servers.
 *
 * @param thinksMs how long the bank takes for each charge
 * @param durable whether Postgres waits for the disk at each commit, as it must where money is kept
 */
export async function openCandidates(
  names: readonly Name[],
  { thinksMs, durable }: { thinksMs: number; durable: boolean },
): Promise<RealShop> {
  const peerFolder = names.includes('express-idempotency') ? await bringExpressIdempotency() : '';
  const bank: Part = { name: 'bank', program: [here('prompt-bank.ts')], database: false };
  return new RealShop({
    apps: [bank, ...names.map(candidate)],
    databases: { durable },
    environment: (name, shop) => ({
      BANK_URL: shop.urlOf('bank'),
      THINKS_MS: String(thinksMs),
      KEEPS: name,
      PEER_FOLDER: peerFolder,
      ...(name === 'payment-without-redis' && { REDIS_URL: '' }),
    }),
  }).open();
}

/** Payment as it was built, or the same shell, compiled as it is loaded. */
function candidate(name: Name): Part {
  if (name.startsWith('payment')) return { name, app: 'payment' };
  const file = here(designs.some(design => design === name) ? 'replay-shell.ts' : 'plain.ts');
  return { name, program: ['--import', here('../isolation/compile.ts'), file], database: true };
}

/** In a folder of its own: fifty packages that nothing else here needs. */
async function bringExpressIdempotency(): Promise<string> {
  const folder = here(`../../../.tools/express-idempotency-${EXPRESS_IDEMPOTENCY}`);
  const install = [
    'install',
    '--prefix',
    folder,
    '--no-audit',
    '--no-fund',
    `express-idempotency@${EXPRESS_IDEMPOTENCY}`,
  ];
  if (!existsSync(`${folder}/node_modules/express-idempotency`)) await run('npm', install, { timeout: 120_000 });
  return folder;
}
