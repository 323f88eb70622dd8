import 'reflect-metadata';
import { randomUUID, webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

const curve = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;
/** A certificate is valid from the day before it is made: clocks differ. */
const BEFORE_MS = 1 * DAY_MS;
/** There is no list of withdrawn certificates, so each ends by itself. */
const VALID_MS = 90 * DAY_MS;

/** What a service proves itself with: PEM texts under the names of a TLS secret of Kubernetes, as cert-manager writes them too. */
interface Identity {
  readonly 'tls.key': string;
  readonly 'tls.crt': string;
  readonly 'ca.crt': string;
}

/** Signs the certificates of one shop. Its own key is never written anywhere: what is lost with the process cannot be stolen. */
export interface Authority {
  /** Its certificate, PEM: who trusts it believes the names in the certificates it signed. */
  readonly certificate: string;
  /** Returns a new key, and a certificate that this name may listen and call with (RFC 5280). */
  issue(name: string): Promise<Omit<Identity, 'ca.crt'>>;
}

/** Makes a new authority, valid for 90 days as its certificates are. */
export async function newAuthority(nowMs = Date.now()): Promise<Authority> {
  const validity = { notBefore: new Date(nowMs - BEFORE_MS), notAfter: new Date(nowMs + VALID_MS) };
  const keys = await newKeys();
  const own = await X509CertificateGenerator.createSelfSigned({
    // Its own name: of two authorities of one name OpenSSL would try the first only.
    name: `CN=Watertight ${randomUUID()}`,
    keys,
    signingAlgorithm: curve,
    ...validity,
    extensions: [new BasicConstraintsExtension(true, 0, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true)],
  });
  return {
    certificate: `${own.toString('pem')}\n`,
    async issue(name) {
      const { publicKey, privateKey } = await newKeys();
      const certificate = await X509CertificateGenerator.create({
        subject: `CN=${name}`,
        issuer: own.subject,
        publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: curve,
        ...validity,
        extensions: [
          new BasicConstraintsExtension(false, undefined, true),
          new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
          new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
          new SubjectAlternativeNameExtension([{ type: 'dns', value: name }]),
        ],
      });
      const key = await webcrypto.subtle.exportKey('pkcs8', privateKey);
      return { 'tls.key': PemConverter.encode(key, 'PRIVATE KEY'), 'tls.crt': certificate.toString('pem') };
    },
  };
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(curve, true, ['sign', 'verify']);
}
