import { execFile } from 'node:child_process';
import type { ComposeShop } from './compose-shop.ts';

const EX_CONFIG = 78;
const NEWER = '9999-of-a-newer-version.sql';

interface Refusal {
  what: string;
  /** Default: a service with one database. */
  service?: string;
  env?: Record<string, string>;
  /** Default 78, by which a container is not started again. */
  code?: number;
  says: RegExp;
  before?: (shop: ComposeShop) => Promise<unknown>;
  after?: (shop: ComposeShop) => Promise<unknown>;
}

const refusals: readonly Refusal[] = [
  { what: 'a missing variable', env: { OPS_TOKEN: '' }, says: /^OPS_TOKEN is not set: .+$/ },
  { what: 'a wrong variable', env: { DRAIN_MS: 'soon' }, says: /^DRAIN_MS="soon": .+$/ },
  {
    what: 'a wrong password',
    env: { DATABASE_URL: 'postgres://comments:guess@postgres:5432/comments' },
    says: /^DATABASE_URL \(comments@postgres:5432\/comments\): the password is wrong; .+$/,
  },
  {
    what: 'a database of a newer version',
    says: new RegExp(`^The database was migrated by a newer version \\(${NEWER}\\); .+$`),
    before: shop => shop.tell('comments', 'INSERT INTO migrations (name) VALUES ($1)', [NEWER]),
    after: shop => shop.tell('comments', 'DELETE FROM migrations WHERE name = $1', [NEWER]),
  },
  {
    what: 'a taken port', // the storefront of the shop that runs; the engine refuses it before there is a process
    service: 'storefront',
    code: 1,
    says: /^Error response from daemon: .*127\.0\.0\.1:8080.* (is already allocated|already in use)$/,
  },
];

/** Starts a container with each; a line for each that does not end as it should, with one sentence. */
export async function notRefused(shop: ComposeShop, say: (text: string) => void): Promise<string[]> {
  const wrong: string[] = [];
  for (const { what, service = 'comments', env = {}, code: expected = EX_CONFIG, says, before, after } of refusals) {
    await before?.(shop);
    const { code, lines } = await startContainer(service, env);
    await after?.(shop);
    const isRight = code === expected && lines.length === 1 && says.test(lines[0] ?? '');
    const told = `${what}: exit ${code}, ${lines.join(' / ').slice(0, 300)}`;
    say(`${isRight ? 'refused' : 'WRONG  '}  ${told}`);
    if (!isRight) wrong.push(told);
  }
  return wrong;
}

/** What it writes beside its log, and how it ends. */
function startContainer(
  service: string,
  env: Record<string, string>,
): Promise<{ code: number | string | null; lines: string[] }> {
  const given = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const words = ['compose', 'run', '--rm', '--no-deps', '-T', '--service-ports', ...given, service];
  return new Promise(resolve =>
    execFile('docker', words, { timeout: 60_000 }, (error, stdout, stderr) => {
      const lines = `${stdout}\n${stderr}`.split('\n').map(line => line.trim());
      const own = lines.filter(line => line !== '' && !line.startsWith('{') && !line.startsWith('Container '));
      resolve({ code: error === null ? 0 : (error.code ?? null), lines: own });
    }),
  );
}
