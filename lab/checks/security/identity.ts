import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from './attack.ts';
import type { Identity } from './wire.ts';

/** What a service proves itself with: an attacker has it who has taken that service over. Undefined where services prove nothing. */
export function identityOf(
  service: string,
  { dataDir }: Pick<Target, 'dataDir'>,
  servername: string,
): Identity | undefined {
  const folder = join(dataDir, 'identity', service);
  if (!existsSync(join(folder, 'tls.key'))) return undefined;
  const [key = '', cert = '', ca = ''] = ['tls.key', 'tls.crt', 'ca.crt'].map(file =>
    readFileSync(join(folder, file), 'utf8'),
  );
  return { key, cert, ca, servername };
}
