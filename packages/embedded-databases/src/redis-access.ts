import { createHash } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DataFolder, giveTo } from './data-folder.ts';

/** A user of Redis. */
export type RedisUser = {
  name: string;
  /** Letters, digits, `-` and `_`: it stands in addresses. */
  password: string;
  /** Rules of Redis' ACL: `~basket:* +get +set`. */
  rules: string;
};

/** The users of a Redis. A client without a password of one of them is refused. */
export type RedisAccess = {
  users: readonly RedisUser[];
  /** Of the user `operator`, who may do everything. */
  operatorPassword: string;
};

export const OPERATOR = 'operator';

/** Returns the address of a Redis on this machine for one of its users. */
export function redisUrl(port: number, { name, password }: Pick<RedisUser, 'name' | 'password'>): string {
  return `redis://${name}:${password}@127.0.0.1:${port}`;
}

/**
 * The user `default` is off: no client can be it. It keeps its rights, because Redis 7.0 reads its own file of commands as this
 * user, and would leave out every transaction that it may not run.
 */
const DEFAULT_IS_OFF = 'user default off resetpass ~* +@all';

/** Returns the users as lines of Redis' ACL, with hashes in place of their passwords. */
export function aclLines({ users, operatorPassword }: RedisAccess): string[] {
  const all = [...users, { name: OPERATOR, password: operatorPassword, rules: '~* +@all' }];
  return [DEFAULT_IS_OFF, ...all.map(({ name, password, rules }) => `user ${name} on #${sha256(password)} ${rules}`)];
}

/** Writes the users into a file that only the server reads, and that has no password in clear; returns its path. */
export function writeUsers(access: RedisAccess, { dir, identity }: DataFolder): string {
  const path = join(dir, 'users.acl');
  writeFileSync(path, [...aclLines(access), ''].join('\n'), { mode: 0o600 });
  chmodSync(path, 0o600); // the mode above is only for a file that is new
  giveTo(identity, path);
  return path;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
