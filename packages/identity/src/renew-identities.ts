import { setTimeout as sleep } from 'node:timers/promises';
import { newAuthority } from './authority.ts';

/** Services look at their files every 2 s: after this each of them believes the new authority. */
const BELIEVED_AFTER_MS = 6000;

/** Where services find their files: folders, or the Secrets of a cluster. */
export interface Place {
  /** `ca.crt` of a service; undefined if there is none yet. */
  authorities(name: string): Promise<string | undefined>;
  /** Replaces some of its files, and keeps the others. */
  write(name: string, files: Readonly<Record<string, string>>): Promise<void>;
}

/**
 * Gives each service a new key and certificate, by a new authority; resolves when all are in use.
 *
 * While services run, no call fails: first all of them believe the new authority beside the last one, then the keys change. The
 * authority before the last is believed no more.
 *
 * @param believedAfterMs how long services may take to see a change; default 6 s
 */
export async function renewIdentities(
  place: Place,
  names: readonly string[],
  { believedAfterMs = BELIEVED_AFTER_MS }: { believedAfterMs?: number } = {},
): Promise<void> {
  const authority = await newAuthority();
  const before = await Promise.all(names.map(name => place.authorities(name)));
  await Promise.all(
    names.map((name, i) => place.write(name, { 'ca.crt': authority.certificate + newestOf(before[i] ?? '') })),
  );
  const areInUse = before.some(each => each !== undefined);
  if (areInUse) await sleep(believedAfterMs);
  await Promise.all(names.map(async name => place.write(name, await authority.issue(name))));
  // Until its new key is in use, a service must not see the next rotation: that would forget who signed its old one.
  if (areInUse) await sleep(believedAfterMs);
}

const END = '-----END CERTIFICATE-----\n';

/** The newest authority stands first. */
const newestOf = (authorities: string) => authorities.slice(0, authorities.indexOf(END) + END.length);
