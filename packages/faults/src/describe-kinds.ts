import { z } from 'zod';
import { kinds } from './kinds.ts';
import { schemaOf } from './read-fault.ts';

/** Every kind with what the caller sees and the JSON Schema of its fields: forms are drawn from it. */
export function describeKinds(): { kind: string; says: string; schema: object }[] {
  return [...kinds].map(([name, kind]) => ({
    kind: name,
    says: kind.says,
    schema: z.toJSONSchema(schemaOf(name, kind), { io: 'input' }),
  }));
}
