import { X509Certificate } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { newAuthority } from './authority.ts';

/** Services look at their files every 2 s: after this each of them believes the new authority. */
const BELIEVED_AFTER_MS = 6000;

/** Where services find their files: folders, or the Secrets of a cluster. */
export interface Place {
  /** `ca.crt` and `tls.crt` of a service; empty if there are none yet. */
  read(name: string): Promise<{ readonly authorities: string; readonly certificate: string }>;
  /** Replaces some of its files, and keeps the others. */
  write(name: string, files: Readonly<Record<string, string>>): Promise<void>;
}

/**
 * Gives each service a new key and certificate, by a new authority; resolves when all are in use.
 *
 * While services run, no call fails: first all of them believe the new authority beside the one that signed their keys, then the
 * keys change. Authorities before that are believed no more. A rotation that was interrupted is made good by the next one.
 *
 * @param believedAfterMs how long services may take to see a change; default 6 s
 */
export async function renewIdentities(
  place: Place,
  names: readonly string[],
  { believedAfterMs = BELIEVED_AFTER_MS }: { believedAfterMs?: number } = {},
): Promise<void> {
  const authority = await newAuthority();
  const before = await Promise.all(names.map(name => place.read(name)));
  const inUse = new Set(before.flatMap(signersOf));
  const authorities = [authority.certificate, ...inUse].join('');
  await Promise.all(names.map(name => place.write(name, { 'ca.crt': authorities })));
  const areInUse = inUse.size > 0;
  if (areInUse) await sleep(believedAfterMs);
  await Promise.all(names.map(async name => place.write(name, await authority.issue(name))));
  // Until its new key is in use, a service must not see the next rotation: that would forget who signed its old one.
  if (areInUse) await sleep(believedAfterMs);
}

/** The authorities that signed the certificate in use: after a rotation that was interrupted, not the newest one. */
function signersOf({ authorities, certificate }: { authorities: string; certificate: string }): string[] {
  if (certificate === '') return [];
  const used = new X509Certificate(certificate);
  const all = authorities.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return all.filter(each => used.verify(new X509Certificate(each).publicKey)).map(each => `${each}\n`);
}
