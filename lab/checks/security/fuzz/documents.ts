import type { Target } from '../attack.ts';
import { ask } from '../wire.ts';

export type Schema = Readonly<Record<string, unknown>>;

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

export interface Operation {
  readonly service: string;
  readonly method: string;
  /** With its parameters in braces. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body?: Schema;
}

interface Document {
  readonly paths: Record<
    string,
    Record<string, { parameters?: Parameter[]; requestBody?: { content: Record<string, { schema: Schema }> } }>
  >;
  readonly components: { schemas: Record<string, Schema> };
}

/** What a service publishes of itself, as its owner reads it; undefined where it publishes nothing. */
export async function documentOf(target: Target, service: string): Promise<Document | undefined> {
  const url = target.urlOf(service);
  if (url === undefined) return undefined;
  const answer = await ask('GET', `${url}/openapi.json`, { headers: { authorization: `Bearer ${target.opsToken}` } });
  return answer.status === 200 ? (JSON.parse(answer.text) as Document) : undefined;
}

/** Every operation of a service, and the named schemas it refers to. */
export async function operationsOf(
  target: Target,
  service: string,
): Promise<{ operations: Operation[]; schemas: Record<string, Schema> }> {
  const document = await documentOf(target, service);
  if (document === undefined) return { operations: [], schemas: {} };
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]): Operation => {
      const body = requestBody?.content['application/json']?.schema;
      return { service, method: method.toUpperCase(), path, parameters, ...(body && { body }) };
    }),
  );
  return { operations, schemas: document.components.schemas };
}
