import type { ZodType } from 'zod';

/**
 * Whether a caller may send a request again when its answer was lost.
 *
 * `always`: the effect is the same once or five times. `with-key`: only under the same idempotency key.
 * `never`: nothing recognizes the second copy. Method and headers do not prove it, so each endpoint declares it.
 */
export type Repeatable = 'always' | 'with-key' | 'never';

/** One request a service answers: where, with what, and what comes back per status. */
export interface Endpoint {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path below the service's address, parameters as `:name`. */
  path: `/${string}`;
  /** One sentence for readers of the reference. */
  summary: string;
  repeatable: Repeatable;
  /** The services that may call it; absent: each service of the shop. Browsers call storefront and control room only. */
  mayBeCalledBy?: readonly string[];
  /** True: it wants `If-Match: "<version>"`, and changes nothing when another version is there by now. */
  conditional?: true;
  params?: ZodType;
  query?: ZodType;
  body?: ZodType;
  /** Schema of the body per success status; `null` where there is none. */
  answers: Record<number, ZodType | null>;
  /** Codes of the problems it may answer (RFC 9457), besides `invalid-request` and the refusals every service has. */
  problems?: readonly string[];
  /** Those of them that say that this request has done nothing, as if it had never been sent. */
  nothingDone?: readonly string[];
}

/** What one service answers, by verb. */
export type Contract = Record<string, Endpoint>;

/** Checks a contract's shape and keeps its exact types. */
export function contract<const C extends Contract>(endpoints: C): C {
  return endpoints;
}

/** The same, of a service that is called by few others: `callers` are those of each endpoint that names none itself. */
export function contractFor<const C extends Contract>(callers: readonly string[], endpoints: C): C {
  const complete = Object.entries(endpoints).map(([name, endpoint]) => [name, { mayBeCalledBy: callers, ...endpoint }]);
  return Object.fromEntries(complete) as C;
}
