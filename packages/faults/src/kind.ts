import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';

/** One request that a fault strikes, and what it is drawn with. */
export interface Struck {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Uniform in [0, 1), from the fault's seed. */
  readonly random: () => number;
}

/** The answer that the service would have given. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, number | string | string[]>>;
  readonly body: () => Promise<Buffer>;
}

/** What becomes of the request: it goes its way, or the fault has dealt with it. */
export type Fate = 'goes on' | 'ended';

/** A way to be broken: its own fields, and where it strikes. Exactly one of the three. */
export interface Kind<Fields extends z.ZodRawShape = z.ZodRawShape> {
  /** What the caller sees, in one sentence. */
  readonly says: string;
  readonly fields: Fields;
  /** What must hold between the fields; the answer names the one that is wrong. */
  together?(fields: z.infer<z.ZodObject<Fields>>): { field: string; rule: string } | undefined;
  /** Before the work: nothing of it has happened. */
  before?(fields: z.infer<z.ZodObject<Fields>>, struck: Struck): Promise<Fate> | Fate;
  /** After the work: all of it has happened, and the answer is not sent yet. */
  after?(fields: z.infer<z.ZodObject<Fields>>, struck: Struck, answer: Answer): Promise<Fate> | Fate;
  /** Strikes the process itself, once, and no request. */
  readonly process?: (forMs: number) => void;
}

export function kind<Fields extends z.ZodRawShape>(made: Kind<Fields>): Kind<Fields> {
  return made;
}
