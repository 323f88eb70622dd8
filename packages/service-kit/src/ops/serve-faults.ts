import { Body, Controller, Param, Res } from '@nestjs/common';
import { FaultName, ops } from '@watertight/contracts/ops';
import type { ActiveFault, Faults } from '@watertight/faults';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { describeRequest } from '../request/describe-request.ts';
import { counterOf } from '../metrics/own-metrics.ts';
import { InvalidRequestError, ShopError } from '../problems/problems.ts';
import { currentRequest } from '../request/request-context.ts';
import { isAlwaysAnswered } from '../request/request-hooks.ts';
import type { Reply } from '../request/reply.ts';
import { Serves } from '../request/serves.ts';

const count = counterOf('faults', 'Requests struck by a fault that was switched on.', 'kind');
const OneFault = z.object({ name: FaultName });

type Loaded = typeof import('@watertight/faults') & { faults: Faults };
let loaded: Loaded | undefined;

/** What the service is broken by on purpose; nothing where FAULTS is off. */
export const activeFaults = (): readonly ActiveFault[] => loaded?.faults.list() ?? [];

/** Breaks the service by the faults that are on. Only with `FAULTS=on`; what it needs is loaded only then. */
export async function installServiceFaults(fastify: FastifyInstance): Promise<void> {
  const library = await import('@watertight/faults');
  const faults = new library.Faults();
  loaded = { ...library, faults };
  library.installFaults(fastify, faults, {
    targetOf: request => (isAlwaysAnswered(request.url) ? undefined : targetOf(request)),
    onStrike: kind => {
      count(kind);
      describeRequest({ faultKind: kind });
    },
  });
}

/**
 * `/ops/faults`: lets the service be broken on purpose. A controller of services with `FAULTS=on`.
 *
 * `PUT /ops/faults/slow-search {"kind":"slow","delayMs":300,"forMs":30000}`. Health and ops are never struck.
 */
@Controller()
export class SwitchFaults {
  @Serves(ops.listFaults)
  list() {
    return { faults: activeFaults() };
  }

  @Serves(ops.readFaultKinds)
  kinds() {
    return { kinds: library().describeKinds() };
  }

  /** The kind of a fault says which fields it has: it checks the body. */
  @Serves(ops.putFault)
  put(
    @Param({ schema: OneFault }) { name }: { name: string },
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const { faults, InvalidFaultError } = library();
    try {
      const { fault, isNew } = faults.put(name, body);
      void reply.status(isNew ? 201 : 200);
      return fault;
    } catch (error) {
      throw error instanceof InvalidFaultError ? new InvalidRequestError(error.errors) : error;
    }
  }

  @Serves(ops.deleteFault)
  delete(@Param({ schema: OneFault }) { name }: { name: string }): void {
    const { faults } = library();
    if (!faults.delete(name)) throw new FaultNotFoundError(faults.list());
  }

  @Serves(ops.clearFaults)
  clear(): void {
    library().faults.clear();
  }
}

function library(): Loaded {
  if (loaded === undefined) throw new Error('FAULTS is off: this service has no faults');
  return loaded;
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
