import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foldersIn } from './folders.ts';
import { type Place, renewIdentities } from './renew-identities.ts';

const YEAR_MS = 365 * 24 * 3_600_000;

describe('the identities of a shop', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'identities-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = (name: string, file: string) => readFileSync(join(folder, name, file), 'utf8');
  const certificate = (name: string) => new X509Certificate(read(name, 'tls.crt'));
  const authorities = (name: string) =>
    (read(name, 'ca.crt').match(/-----BEGIN[^]+?END CERTIFICATE-----\n/g) ?? []).map(pem => new X509Certificate(pem));
  const signed = (name: string, authority: X509Certificate) => certificate(name).verify(authority.publicKey);

  it('name each service, are signed by one authority, end within a year, and their keys are read by one user', async () => {
    await renewIdentities(foldersIn(folder), ['checkout', 'payment'], { believedAfterMs: 0 });
    const [authority] = authorities('checkout');
    for (const name of ['checkout', 'payment']) {
      expect(certificate(name).subjectAltName).toBe(`DNS:${name}`);
      expect(signed(name, authority!)).toBe(true);
      expect(Date.parse(certificate(name).validTo) - Date.now()).toBeLessThan(YEAR_MS);
      expect(readdirSync(join(folder, name)).toSorted()).toEqual(['ca.crt', 'tls.crt', 'tls.key']);
      expect(statSync(join(folder, name, 'tls.key')).mode & 0o777).toBe(0o600);
    }
    expect(read('checkout', 'tls.key')).not.toBe(read('payment', 'tls.key'));
  });

  it('are believed beside those before them, and not beside those before that', async () => {
    await renewIdentities(foldersIn(folder), ['payment'], { believedAfterMs: 0 });
    const [first] = authorities('payment');
    await renewIdentities(foldersIn(folder), ['payment'], { believedAfterMs: 0 });
    expect(authorities('payment')).toHaveLength(2);
    expect(authorities('payment').at(-1)?.fingerprint256).toBe(first?.fingerprint256);
    await renewIdentities(foldersIn(folder), ['payment'], { believedAfterMs: 0 });
    expect(authorities('payment')).toHaveLength(2);
    expect(authorities('payment').map(each => each.fingerprint256)).not.toContain(first?.fingerprint256);
    expect(signed('payment', authorities('payment')[0]!)).toBe(true);
  });

  it('are believed also after a rotation that was interrupted before it gave out keys', async () => {
    const place = foldersIn(folder);
    const renew = (to = place) => renewIdentities(to, ['payment'], { believedAfterMs: 0 });
    await renew();
    const [first] = authorities('payment');
    const interrupted: Place = {
      ...place,
      write: (name, files) => ('tls.key' in files ? Promise.reject(new Error('full')) : place.write(name, files)),
    };
    await expect(renew(interrupted)).rejects.toThrow('full');
    expect(signed('payment', first!)).toBe(true);
    await expect(renew(interrupted)).rejects.toThrow('full');
    expect(authorities('payment').map(each => each.fingerprint256)).toContain(first?.fingerprint256);
    await renew();
    expect(signed('payment', authorities('payment')[0]!)).toBe(true);
  });
});
