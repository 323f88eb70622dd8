import { header } from '@watertight/contracts';
import type { FastifyReply } from 'fastify';

/** The answer under way, for a handler that sends it itself (`@Res()`). */
export type Reply = FastifyReply;

/** An answer as it goes over the wire; kept as bytes, so that a replay is the same to the last one. */
export interface ReadyAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** Sends an answer as it is; nothing is serialized, parsed or checked again. */
export async function sendAnswer(reply: Reply, { status, headers, body }: ReadyAnswer): Promise<void> {
  await reply.status(status).headers(headers).send(body);
}

/** Makes an answer of its bytes. Default type: JSON, from status 400 on a problem. */
export function bytesAnswer(status: number, body: Buffer, contentType = jsonTypeOf(status)): ReadyAnswer {
  return { status, headers: { 'content-type': contentType, 'cache-control': 'no-store' }, body };
}

export function jsonAnswer(status: number, body: unknown): ReadyAnswer {
  return bytesAnswer(status, Buffer.from(JSON.stringify(body)));
}

/** Returns the same bytes, marked as a replay. */
export function replayed({ status, headers, body }: ReadyAnswer): ReadyAnswer {
  return { status, headers: { ...headers, [header.idempotentReplayed]: 'true' }, body };
}

const jsonTypeOf = (status: number) => `application/${status < 400 ? 'json' : 'problem+json'}; charset=utf-8`;
