import type { OwnIdentity, TlsFiles } from './own-identity.ts';

let own: OwnIdentity | undefined;

/** Sets what this process proves itself with; called once at start, before the first client is made. */
export function proveWith(identity: OwnIdentity): void {
  own = identity;
}

/** What this process proves itself with; undefined where `IDENTITY` is not set or `off`. */
export function ownIdentity(): OwnIdentity | undefined {
  return own;
}

/**
 * What `node:tls` wants to know for a connection to a service: our own certificate, and that the other end must have one of this
 * name. Nothing where this process has none: then https is as on the web.
 */
export function proofTo(service: string): Partial<TlsFiles> & { servername?: string } {
  return own === undefined ? {} : { ...own.current, servername: service };
}
