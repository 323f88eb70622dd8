import type { ActiveFault, Faults } from '@watertight/faults';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { describeRequest } from '../request/describe-request.ts';
import { checkOpsToken } from './ops-only.ts';
import { counterOf } from '../metrics/own-metrics.ts';
import { InvalidRequestError, ShopError } from '../problems/problems.ts';
import { currentRequest } from '../request/request-context.ts';
import { isAlwaysAnswered } from '../request/request-hooks.ts';

const count = counterOf('faults', 'Requests struck by a fault that was switched on.', 'kind');
const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;

interface Named {
  Params: { name: string };
}

/** What the service is broken by on purpose; nothing where FAULTS is off. */
export const activeFaults = (): readonly ActiveFault[] => all?.list() ?? [];

let all: Faults | undefined;

/**
 * `/ops/faults`: lets the service be broken on purpose, and breaks it. Only with `FAULTS=on`; what it needs is loaded only then.
 *
 * `PUT /ops/faults/slow-search {"kind":"slow","delayMs":300,"forMs":30000}`. Health and ops are never struck.
 */
export async function serveFaults(fastify: FastifyInstance, opsToken: string): Promise<void> {
  const { describeKinds, Faults, installFaults, InvalidFaultError } = await import('@watertight/faults');
  const faults = new Faults();
  all = faults;
  installFaults(fastify, faults, {
    targetOf: request => (isAlwaysAnswered(request.url) ? undefined : targetOf(request)),
    onStrike: kind => {
      count(kind);
      describeRequest({ faultKind: kind });
    },
  });
  const onRequest = async ({ headers }: FastifyRequest) => checkOpsToken(opsToken, headers.authorization);
  fastify.get('/ops/faults', { onRequest }, () => ({ faults: faults.list() }));
  fastify.get('/ops/faults/kinds', { onRequest }, () => ({ kinds: describeKinds() }));
  fastify.put<Named>('/ops/faults/:name', { onRequest }, async ({ params, body }, reply) => {
    try {
      const { fault, isNew } = put(faults, params.name, body);
      await reply.status(isNew ? 201 : 200).send(fault);
    } catch (error) {
      throw error instanceof InvalidFaultError ? new InvalidRequestError(error.errors) : error;
    }
  });
  fastify.delete<Named>('/ops/faults/:name', { onRequest }, async ({ params }, reply) => {
    if (!faults.delete(params.name)) throw new FaultNotFoundError(faults.list());
    await reply.status(204).send();
  });
  fastify.delete('/ops/faults', { onRequest }, async (_, reply) => {
    faults.clear();
    await reply.status(204).send();
  });
}

function put(faults: Faults, name: string, body: unknown) {
  if (NAME.test(name)) return faults.put(name, body);
  const rule = 'lower-case letters, digits and hyphens expected, 64 at most, for example slow-search';
  throw new InvalidRequestError([{ field: 'name', rule }]);
}

function targetOf({ method, routeOptions }: FastifyRequest) {
  return { caller: currentRequest()?.caller ?? 'anonymous', method, route: routeOptions.url };
}

export class FaultNotFoundError extends ShopError {
  constructor(faults: readonly ActiveFault[]) {
    const names = faults.map(({ name }) => name).join(', ');
    super(`No fault of this name is on; here are ${names || 'none'}.`, { code: 'fault-not-found', status: 404 });
  }
}
