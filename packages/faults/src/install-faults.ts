import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RunningFault, Target } from './active-fault.ts';
import type { Faults } from './faults.ts';
import type { Answer, Fate, Kind, Struck } from './kind.ts';
import { kinds } from './kinds.ts';

interface InstallOptions {
  /** What a request is called by, for `match`; undefined: it is never struck (health, ops). */
  targetOf: (request: FastifyRequest) => Target | undefined;
  /** Told of each strike, within the request's context. */
  onStrike: (kind: string) => void;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The faults that strike this request once its work is done. */
    faultsAfter?: readonly RunningFault[];
  }
}

/** Lets faults strike the requests of a server: before the work as the last hook, after it as the first to see the answer. */
export function installFaults(fastify: FastifyInstance, faults: Faults, { targetOf, onStrike }: InstallOptions): void {
  fastify.decorateRequest('faultsAfter');
  fastify.addHook('preHandler', async (request, reply) => {
    if (faults.isEmpty) return;
    const target = targetOf(request);
    if (target === undefined) return;
    const drawn = faults.draw(target);
    for (const { asked } of drawn) onStrike(asked.kind);
    request.faultsAfter = drawn.filter(each => kindOf(each).after !== undefined);
    for (const fault of drawn) {
      const fate = await kindOf(fault).before?.(fault.asked.fields, struck(fault, request, reply));
      if (fate === 'ended') return reply.hijack();
    }
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const { faultsAfter = [] } = request;
    if (faultsAfter.length === 0) return done(null, payload);
    const end = () => {
      // It is answered, or never will be; what was read must not be read on.
      reply.hijack();
      if (payload instanceof Readable) payload.destroy();
    };
    void strikeAfter(faultsAfter, request, reply, payload).then(
      fate => (fate === 'goes on' ? done(null, payload) : end()),
      () => {
        end(); // the answer broke by itself before its fault had all of it
        reply.raw.destroy();
      },
    );
  });
}

async function strikeAfter(
  faults: readonly RunningFault[],
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<Fate> {
  const answer: Answer = {
    status: reply.statusCode,
    headers: reply.getHeaders() as Answer['headers'],
    body: () => bytesOf(payload),
  };
  for (const fault of faults) {
    const fate = await kindOf(fault).after?.(fault.asked.fields, struck(fault, request, reply), answer);
    if (fate === 'ended') return fate;
  }
  return 'goes on';
}

async function bytesOf(payload: unknown): Promise<Buffer> {
  if (payload instanceof Readable) return buffer(payload);
  if (Buffer.isBuffer(payload)) return payload;
  return Buffer.from(typeof payload === 'string' ? payload : '');
}

function kindOf({ asked }: RunningFault): Kind {
  return kinds.get(asked.kind) as Kind;
}

function struck({ random }: RunningFault, { raw: request }: FastifyRequest, { raw: response }: FastifyReply): Struck {
  return { request, response, random };
}
