import { type Contract, type Endpoint, KEY_PATTERN, type ObjectSchema, Problem } from '@watertight/contracts';
import { z } from 'zod';

type Json = Record<string, unknown>;

/** The contract as an OpenAPI 3.1 document; the schemas are the ones that check the wire. */
export function openApi(title: string, contract: Contract): Json {
  const schemas = new Schemas();
  const paths: Record<string, Json> = {};
  for (const [operationId, endpoint] of Object.entries(contract)) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[endpoint.method.toLowerCase()] = operation(operationId, endpoint, schemas);
  }
  return { openapi: '3.1.0', info: { title, version: '1' }, paths, components: { schemas: schemas.named } };
}

/** JSON Schemas of zod's; those with an id stand once, under components. */
class Schemas {
  readonly named: Json = {};

  of(schema: z.ZodType, io: 'input' | 'output'): Json {
    const {
      $schema: _,
      $defs = {},
      ...own
    } = z.toJSONSchema(schema, {
      io,
      unrepresentable: 'any',
      override: publish,
    });
    Object.assign(this.named, pointToComponents($defs));
    return pointToComponents(own);
  }

  /** The schema itself, where it is a reference to a named one. */
  resolved(schema: Json): Json {
    const name = /^#\/components\/schemas\/(.+)$/.exec(String(schema['$ref']))?.[1];
    return name === undefined ? schema : (this.named[name] as Json);
  }
}

/** Takes what a schema publishes of itself in place of what zod says: the rules that JSON Schema says in another way. */
function publish({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: ObjectSchema }): void {
  const { published } = z.globalRegistry.get(zodSchema) ?? {};
  if (typeof published !== 'function') return;
  const { published: _, id: __, ...own } = jsonSchema;
  const instead = (published as (schema: ObjectSchema) => ObjectSchema)(own);
  for (const keyword of Object.keys(jsonSchema)) delete jsonSchema[keyword];
  Object.assign(jsonSchema, instead);
}

function pointToComponents(schema: Json): Json {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
}

function operation(operationId: string, endpoint: Endpoint, schemas: Schemas): Json {
  const { body, params, query, problems = [] } = endpoint;
  return {
    operationId,
    summary: endpoint.summary,
    'x-repeatable': endpoint.repeatable,
    parameters: [...parameters('path', params, schemas), ...parameters('query', query, schemas), ...headers(endpoint)],
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemas.of(body, 'input') } } },
    }),
    responses: {
      ...answers(endpoint, schemas),
      default: {
        description: ['invalid-request', ...problems].join(', '),
        content: { 'application/problem+json': { schema: schemas.of(Problem, 'output') } },
      },
    },
  };
}

function headers({ repeatable, conditional }: Endpoint): Json[] {
  const needed = (name: string, pattern: string) => ({
    name,
    in: 'header',
    required: true,
    schema: { type: 'string', pattern },
  });
  return [
    ...(repeatable === 'with-key' ? [needed('Idempotency-Key', `^(?!""$)${KEY_PATTERN}$`)] : []),
    ...(conditional === true ? [needed('If-Match', '^"[1-9][0-9]{0,8}"$')] : []),
  ];
}

function parameters(where: 'path' | 'query', schema: z.ZodType | undefined, schemas: Schemas): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemas.resolved(schemas.of(schema, 'input')) as {
    properties?: Json;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }));
}

function answers({ answers: bodies }: Endpoint, schemas: Schemas): Json {
  const described = Object.entries(bodies).map(([status, schema]) => [
    status,
    {
      description: 'Success',
      ...(schema !== null && { content: { 'application/json': { schema: schemas.of(schema, 'output') } } }),
    },
  ]);
  return Object.fromEntries(described) as Json;
}
