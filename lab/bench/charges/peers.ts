import { createRequire } from 'node:module';
import { Idempotency } from '@node-idempotency/core';
import type { CapturedCharge } from '@watertight/contracts/payment';
import type { Redis } from 'ioredis';
import type { z } from 'zod';

export type Charged = z.infer<typeof CapturedCharge>;

export interface Asked {
  headers: Record<string, unknown>;
  path: string;
  method: string;
  body: Record<string, unknown>;
}

/** How a candidate sees to it that a request that is repeated is answered again, and nothing done. */
export type Keep = (asked: Asked, charge: () => Promise<Charged>) => Promise<Charged>;

const DAY_MS = 24 * 3600_000; // the default of both

/** @node-idempotency/core, as its own adapter for Redis does it: SET NX PX, GET, SET PX. */
export function nodeIdempotency(redis: Redis): Keep {
  const peer = new Idempotency({
    setIfNotExists: async (key, value, { ttl = DAY_MS } = {}) =>
      (await redis.set(key, value, 'PX', ttl, 'NX')) === 'OK',
    set: async (key, value, { ttl = DAY_MS }) => void (await redis.set(key, value, 'PX', ttl)),
    get: async key => (await redis.get(key)) ?? undefined,
  });
  return async (asked, charge) => {
    const kept = await peer.onRequest<Charged, never>(asked);
    if (kept?.body !== undefined) return kept.body;
    const charged = await charge();
    await peer.onResponse(asked, { body: charged });
    return charged;
  };
}

/** What is used here of express-idempotency, which brings no types of its own for that. */
interface ExpressIdempotency {
  idempotency: (options: {
    dataAdapter: object;
  }) => (request: object, response: object, next: (error?: Error) => void) => void;
}

/** express-idempotency from `folder`, with what it wants of Express; as its own adapter for Redis does it: GET, SET PX, SET PX. */
export function expressIdempotency(redis: Redis, folder: string): Keep {
  const { idempotency } = createRequire(`${folder}/`)('express-idempotency') as ExpressIdempotency;
  const keep = ({ idempotencyKey, ...kept }: { idempotencyKey: string }) =>
    redis.set(idempotencyKey, JSON.stringify(kept), 'PX', DAY_MS);
  const find = async (idempotencyKey: string) => {
    const kept = await redis.get(idempotencyKey);
    return kept === null ? null : { idempotencyKey, ...(JSON.parse(kept) as object) };
  };
  const dataAdapter = {
    findByIdempotencyKey: find,
    create: keep,
    update: keep,
    delete: (key: string) => redis.del(key),
  };
  const middleware = idempotency({ dataAdapter });
  return (asked, charge) =>
    new Promise((resolve, reject) => {
      const headers = { ...asked.headers };
      const request = {
        ...asked,
        url: asked.path,
        query: {},
        headers,
        get: (name: string) => headers[name.toLowerCase()],
      };
      const response = {
        statusCode: 201,
        setHeader: () => undefined,
        getHeaders: () => ({ 'content-type': 'application/json' }),
        status: (code: number) => Object.assign(response, { statusCode: code }),
        send: (body: Charged) => resolve(body),
      };
      middleware(request, response, error => {
        if (error !== undefined) reject(error);
        else if (headers['x-hit'] !== 'true') charge().then(charged => response.send(charged), reject);
      });
    });
}
