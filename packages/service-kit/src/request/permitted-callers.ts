import { IncomingMessage } from 'node:http';
import type { Contract } from '@watertight/contracts';
import type { FastifyRequest } from 'fastify';
import { provenCaller } from '../identity/two-protocols.ts';
import { OpsTokenRefusedError, ShopError } from '../problems/problems.ts';

/**
 * Lets each endpoint be called by the services that its contract names (`mayBeCalledBy`), as they have proved who they are.
 *
 * An endpoint that names none is for every service of the shop.
 */
export class PermittedCallers {
  private readonly byRoute: ReadonlyMap<string, readonly string[] | undefined>;

  constructor(contract: Contract) {
    const endpoints = Object.values(contract);
    this.byRoute = new Map(endpoints.map(({ method, path, mayBeCalledBy }) => [`${method} ${path}`, mayBeCalledBy]));
  }

  /** @throws ShopError 403 `identity-required` or `caller-not-permitted` */
  check({ raw, method, routeOptions }: FastifyRequest): void {
    if (!(raw instanceof IncomingMessage)) return; // our own warm-up: it came by no connection
    const caller = provenCaller(raw.socket);
    if (caller === undefined) throw new IdentityRequiredError();
    const permitted = this.byRoute.get(`${method === 'HEAD' ? 'GET' : method} ${routeOptions.url}`);
    if (permitted?.includes(caller) === false) throw new CallerNotPermittedError(caller, permitted);
  }
}

/** `/ops` is for the control room: a service that fell has the ops token as well. @throws OpsTokenRefusedError (404) as without the token */
export function checkOpsCaller({ raw }: FastifyRequest): void {
  if (provenCaller(raw.socket) !== 'control-room') throw new OpsTokenRefusedError();
}

class IdentityRequiredError extends ShopError {
  constructor() {
    super('Only services of the shop may ask this: over TLS, with a certificate of their own.', {
      code: 'identity-required',
      status: 403,
    });
  }
}

class CallerNotPermittedError extends ShopError {
  constructor(caller: string, permitted: readonly string[]) {
    super(`"${caller}" may not ask this; ${permitted.join(', ')} may.`, { code: 'caller-not-permitted', status: 403 });
  }
}
