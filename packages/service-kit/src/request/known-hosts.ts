import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { InvalidRequestError, ShopError } from '../problems/problems.ts';
import { headerLines } from './serves.ts';

/**
 * The names a service answers under: its own, `localhost`, those of `ALLOWED_HOSTS` and `PUBLIC_URL`, and every IP address.
 *
 * The name of another site may point here (DNS rebinding): for a browser its page would then be of this origin. An address
 * cannot be pointed elsewhere, and probes use it.
 */
export class KnownHosts {
  private readonly names: ReadonlySet<string>;

  constructor(service: string, allowed: string | null, publicUrl: string | null = null) {
    const listed = (allowed ?? '').split(',').map(name => name.trim().toLowerCase());
    const published = publicUrl === null ? [] : [new URL(publicUrl).hostname];
    // Without the empty name: what is no host name at all is read as that.
    this.names = new Set(['localhost', service, ...listed, ...published].filter(name => name !== ''));
  }

  /** @throws InvalidRequestError 400; ShopError 421 `unknown-host` (RFC 9110, section 15.5.20) */
  check({ headers: { host }, raw }: FastifyRequest): void {
    const lines = headerLines(raw.rawHeaders, 'host').length;
    if (lines > 1 || (host === undefined && raw.httpVersion === '1.1'))
      throw new InvalidRequestError([{ field: 'host', rule: 'one Host header expected (RFC 9112, section 3.2)' }]);
    if (host === undefined) return;
    const name = nameOf(host);
    if (isIP(name.replace(/^\[|\]$/g, '')) !== 0 || this.names.has(name)) return;
    throw new ShopError(
      `This service is not known by the name "${name}". Add it to ALLOWED_HOSTS if it is one of its names.`,
      {
        code: 'unknown-host',
        status: 421,
      },
    );
  }
}

const nameOf = (host: string): string => (URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '');
