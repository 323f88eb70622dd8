import type { FastifyReply } from 'fastify';

/** 303: the form is done, look there. Reloading that page sends nothing again. */
export function seeOther(reply: FastifyReply, path: `/${string}`): '' {
  void reply.status(303).header('location', path).header('cache-control', 'no-store');
  return '';
}
