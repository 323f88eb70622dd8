import type { FastifyInstance, HTTPMethods } from 'fastify';
import { ShopError } from '../problems/problems.ts';

/** To callers without the token there is nothing at these addresses, whatever the method. A `*` stands for many addresses. */
const LEFT_OUT = /^\/ops\/|\*/;

/**
 * Answers 405 with `Allow` (RFC 9110, 15.5.6) where an address exists and the method does not; the router alone would say 404.
 *
 * Called before there are routes. Returns what adds the answers, to be called when all routes are there.
 */
export function refuseOtherMethods(fastify: FastifyInstance): () => void {
  const methodsOf = new Map<string, Set<string>>();
  let isComplete = false;
  fastify.addHook('onRoute', ({ url, method }) => {
    if (isComplete || LEFT_OUT.test(url)) return;
    const methods = methodsOf.get(url) ?? new Set();
    for (const each of [method].flat()) methods.add(each);
    if (methods.has('GET')) methods.add('HEAD');
    methodsOf.set(url, methods);
  });
  return () => {
    isComplete = true;
    for (const [url, methods] of methodsOf) refuseOthers(fastify, url, methods);
  };
}

function refuseOthers(fastify: FastifyInstance, url: string, methods: ReadonlySet<string>): void {
  const others = fastify.supportedMethods.filter(method => !methods.has(method)) as HTTPMethods[];
  const allow = [...methods].join(', ');
  fastify.route({
    method: others,
    url,
    // Before the body is read: what is wrong with it does not matter.
    onRequest: async (_, reply) => {
      void reply.header('allow', allow);
      throw new ShopError('This address does not answer that method.', { code: 'method-not-allowed', status: 405 });
    },
    handler: () => undefined,
  });
}
