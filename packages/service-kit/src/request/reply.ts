import type { FastifyReply } from 'fastify';

/** The answer under way, for a handler that sends it itself (`@Res()`). */
export type Reply = FastifyReply;

/** An answer as it goes over the wire; kept as bytes, so that a replay is the same to the last one. */
export interface ReadyAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** Sends an answer as it is; nothing is serialised, parsed or checked again. */
export async function sendAnswer(reply: Reply, { status, headers, body }: ReadyAnswer): Promise<void> {
  await reply.status(status).headers(headers).send(body);
}
