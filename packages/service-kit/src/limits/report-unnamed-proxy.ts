import type { Logger } from '@watertight/telemetry';
import type { FastifyInstance } from 'fastify';
import type { TrustedProxies } from './client-address.ts';

/** Writes one line when a proxy forwards visitors and is not named: all of them share the limits of one address then. */
export function reportUnnamedProxy(fastify: FastifyInstance, proxies: TrustedProxies, logger: Logger): void {
  let isReported = false;
  fastify.addHook('onRequest', ({ headers, raw }, _, done) => {
    const { remoteAddress = '' } = raw.socket;
    if (!isReported && headers['x-forwarded-for'] !== undefined && !proxies.includes(remoteAddress)) {
      isReported = true;
      logger.warn(
        { from: remoteAddress },
        'X-Forwarded-For is not believed: if this address is a proxy of yours, name it in TRUSTED_PROXIES, or all its visitors share the limits of one',
      );
    }
    done();
  });
}
