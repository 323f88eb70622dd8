import { randomUUID } from 'node:crypto';
import type { RandomSource } from '../../../kit/random-source.ts';
import type { Schema } from './documents.ts';

/** Texts of which one fits every pattern that the contracts publish. */
const samples = [
  'wt-1001',
  'USD',
  '1.00',
  'tok_visa',
  'IE',
  'bergen',
  'article:when-to-reef',
  'ada@example.com',
  'search',
  'a-key',
  '"1"',
  '1',
  'Ada',
  'x'.repeat(20),
];

/** A value that this schema allows, as far as that is known: what is wrong about a request should be one thing. */
export function validValue(schema: Schema, schemas: Record<string, Schema>, random: RandomSource, depth = 0): unknown {
  const reference = /^#\/components\/schemas\/(.+)$/.exec(String(schema['$ref']))?.[1];
  const again = (inner: Schema) => validValue(inner, schemas, random, depth + 1);
  if (reference !== undefined) return again(schemas[reference] ?? {});
  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['enum'])) return random.oneOf(schema['enum'] as unknown[]);
  for (const choice of ['anyOf', 'oneOf', 'allOf'] as const)
    if (Array.isArray(schema[choice])) return again(random.oneOf(schema[choice] as Schema[]));
  if (depth > 8) return null;
  switch (schema['type']) {
    case 'object':
      return objectOf(schema, again);
    case 'array':
      return [again((schema['items'] ?? {}) as Schema)];
    case 'integer':
    case 'number':
      return Math.max(Number(schema['minimum'] ?? schema['exclusiveMinimum'] ?? 0), 1);
    case 'boolean':
      return random.chance(0.5);
    case 'string':
      return textOf(schema, random);
    default:
      return 'a';
  }
}

function objectOf(schema: Schema, again: (inner: Schema) => unknown): Record<string, unknown> {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>);
  const named = properties.map(([name, inner]) => [name, again(inner)] as const);
  const { propertyNames, additionalProperties } = schema;
  const others =
    typeof propertyNames === 'object' && typeof additionalProperties === 'object' && additionalProperties !== null;
  const entry = others
    ? [[String(again(propertyNames as Schema)), again(additionalProperties as Schema)] as const]
    : [];
  return Object.fromEntries([...named, ...entry]);
}

function textOf({ format, pattern, minLength = 0 }: Schema, random: RandomSource): string {
  if (format === 'uuid') return randomUUID();
  if (format === 'date-time') return new Date().toISOString();
  if (format === 'email') return `${Math.floor(random.next() * 1e9)}@example.com`;
  const fits = (text: string) =>
    text.length >= Number(minLength) && (typeof pattern !== 'string' || new RegExp(pattern, 'u').test(text));
  return samples.find(fits) ?? randomUUID();
}
