import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ShopError } from '../problems/problems.ts';

/** Programs bring a token, or are no browser's: they send no cookies that another site could borrow. */
const OPS = /^\/ops\//;

interface Options {
  /** Further addresses that programs write to. */
  programs?: RegExp;
}

/**
 * Refuses every form that another site's page may have sent with a visitor's browser.
 *
 * By `Sec-Fetch-Site` where the browser says it, else by `Origin` (OWASP, CSRF prevention: Fetch Metadata).
 */
export function onlyOurOwnForms(fastify: FastifyInstance, { programs }: Options = {}): void {
  const forPrograms = (url: string) => OPS.test(url) || programs?.test(url) === true;
  fastify.addHook('onRequest', (request, _, done) => {
    done(forPrograms(request.url) || isOurs(request) ? undefined : new ForeignFormError());
  });
}

function isOurs({ method, headers }: FastifyRequest): boolean {
  if (method === 'GET' || method === 'HEAD') return true;
  const site = headers['sec-fetch-site'];
  // Where the browser says it, its word is final; `Origin` is for those that do not.
  if (site !== undefined) return site === 'same-origin';
  const { origin, host } = headers;
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}

class ForeignFormError extends ShopError {
  constructor() {
    super('A form of this shop can only be sent from one of its own pages.', { code: 'foreign-form', status: 403 });
  }
}
