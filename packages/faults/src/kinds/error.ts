import { z } from 'zod';
import { kind } from '../kind.ts';

const SECOND = 1000;

/** A problem of the status that was asked for, as RFC 9457 has it. */
export const error = kind({
  says: 'an error, as problem+json',
  fields: {
    status: z.int().min(400).max(599).default(500).describe('the status of the answer'),
    retryAfterMs: z.int().min(0).max(600_000).optional().describe('what Retry-After says'),
  },
  before({ status, retryAfterMs }, { response }) {
    const problem = {
      type: 'urn:watertight:problem:fault',
      title: 'Broken on purpose',
      status,
      detail: 'A fault was switched on here.',
      code: 'fault',
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
    response.writeHead(status, {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      ...(retryAfterMs !== undefined && { 'retry-after': String(Math.ceil(retryAfterMs / SECOND)) }),
    });
    response.end(JSON.stringify(problem));
    return 'ended';
  },
});
