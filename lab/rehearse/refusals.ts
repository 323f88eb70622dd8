import { execFile } from 'node:child_process';
import type { ComposeShop } from './compose-shop.ts';

const EX_CONFIG = 78;
const NEWER = '9999-of-a-newer-version.sql';

interface Refusal {
  what: string;
  env: Record<string, string>;
  says: RegExp;
  before?: (shop: ComposeShop) => Promise<unknown>;
  after?: (shop: ComposeShop) => Promise<unknown>;
}

const password = process.env['SERVICE_PASSWORD'] ?? 'watertight-development';
const addressOf = (secret: string) => `postgres://comments:${secret}@postgres:5432/comments`;

const refusals: readonly Refusal[] = [
  { what: 'a missing variable', env: { OPS_TOKEN: '' }, says: /^OPS_TOKEN is not set: .+$/ },
  { what: 'a wrong variable', env: { DRAIN_MS: 'soon' }, says: /^DRAIN_MS="soon": .+$/ },
  {
    what: 'a wrong password',
    env: { DATABASE_URL: addressOf('guess') },
    says: /^DATABASE_URL \(comments@postgres:5432\/comments\): the password is wrong; .+$/,
  },
  {
    what: 'a database of a newer version',
    env: { DATABASE_URL: addressOf(password) },
    says: new RegExp(`^The database was migrated by a newer version \\(${NEWER}\\); .+$`),
    before: shop => shop.tell('comments', 'INSERT INTO migrations (name) VALUES ($1)', [NEWER]),
    after: shop => shop.tell('comments', 'DELETE FROM migrations WHERE name = $1', [NEWER]),
  },
];

/** Starts a container with each; a line for each that does not end with 78 and one sentence. */
export async function notRefused(shop: ComposeShop, say: (text: string) => void): Promise<string[]> {
  const wrong: string[] = [];
  for (const { what, env, says, before, after } of refusals) {
    await before?.(shop);
    const { code, lines } = await startComments(env);
    await after?.(shop);
    const isRight = code === EX_CONFIG && lines.length === 1 && says.test(lines[0] ?? '');
    const told = `${what}: exit ${code}, ${lines.join(' / ').slice(0, 300)}`;
    say(`${isRight ? 'refused' : 'WRONG  '}  ${told}`);
    if (!isRight) wrong.push(told);
  }
  return wrong;
}

/** What it writes beside its log, and how it ends. */
function startComments(env: Record<string, string>): Promise<{ code: number | string | null; lines: string[] }> {
  const given = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const words = ['compose', 'run', '--rm', '--no-deps', '-T', ...given, 'comments'];
  return new Promise(resolve =>
    execFile('docker', words, { timeout: 60_000 }, (error, stdout, stderr) => {
      const lines = `${stdout}\n${stderr}`.split('\n').map(line => line.trim());
      const own = lines.filter(line => line !== '' && !line.startsWith('{') && !line.startsWith('Container '));
      resolve({ code: error === null ? 0 : (error.code ?? null), lines: own });
    }),
  );
}
