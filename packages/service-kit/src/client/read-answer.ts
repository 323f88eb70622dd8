import { type Endpoint, header, Problem } from '@watertight/contracts';
import { SECOND } from '@watertight/resilience';
import type { Dispatcher } from 'undici';
import { AnswerError, BadAnswerError } from './outcomes.ts';

const MAX_ANSWER_BYTES = 1024 * 1024;

/** The whole body, cut at 1 MiB. @throws BadAnswerError */
export async function readBody(service: string, body: Dispatcher.ResponseData['body']): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES)
      throw new BadAnswerError(service, `${service} answered more than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The body by the contract. @throws AnswerError for anything but success, BadAnswerError for what the contract does not know */
export function readAnswer(
  service: string,
  endpoint: Endpoint,
  answer: Dispatcher.ResponseData,
  body: Buffer,
): unknown {
  const schema = endpoint.answers[answer.statusCode];
  if (schema === undefined) throw answerError(service, answer, body);
  if (schema === null) return undefined;
  const parsed = schema.safeParse(parseJson(body));
  if (!parsed.success)
    throw new BadAnswerError(service, `${service} answered ${endpoint.method} ${endpoint.path} against its contract`, {
      cause: parsed.error,
    });
  return parsed.data;
}

function answerError(service: string, { statusCode, headers }: Dispatcher.ResponseData, body: Buffer): Error {
  if (statusCode < 400)
    return new BadAnswerError(service, `${service} answered ${statusCode}, which its contract does not know`);
  const problem = Problem.safeParse(parseJson(body));
  const retryAfter = Number(headers['retry-after']);
  return new AnswerError(service, statusCode, problem.data, {
    refused: headers[header.retryAllowed] === 'no',
    retryAfterMs:
      problem.data?.retryAfterMs ??
      (Number.isFinite(retryAfter) && headers['retry-after'] !== undefined ? retryAfter * SECOND : undefined),
  });
}

/** Undefined for what is no JSON: no schema accepts it. */
function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined; // the contract's check says what is wrong
  }
}
