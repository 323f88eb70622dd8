import { allPipelines, type Numbers, type Pattern, type Pipeline, PolicyError, SECOND } from '@watertight/resilience';
import type { FastifyInstance, onRequestHookHandler } from 'fastify';
import { ownPatterns } from './own-patterns.ts';
import { type BrokenRule, InvalidRequestError, ShopError } from '../problems/problems.ts';

const ofPipelines: readonly string[] = [
  'fallback',
  'deadline',
  'bulkhead',
  'retry',
  'breaker',
  'timeout',
] satisfies Pattern[];
const isPattern = (name: string) => ofPipelines.includes(name) || ownPatterns().has(name);
const LONGEST_MS = 600 * SECOND;

interface Change {
  switches: [string, boolean][];
  numbers: Numbers;
  /** Undone by itself after this time; Infinity: until the next change. */
  forMs: number;
}

/**
 * `GET|PATCH /ops/patterns` and `/ops/patterns/:policy`: takes a pattern out, or sets its numbers, while the shop runs.
 *
 * `{"breaker": false, "openMs": 2000, "forMs": 60000}`. A change for all policies reaches those that have the pattern,
 * and the patterns of the service itself.
 */
export function servePatterns(fastify: FastifyInstance, service: string, onRequest: onRequestHookHandler): void {
  const undo = new Undo();
  const show = (all: readonly Pipeline[]) => patternsOf(service, all);
  fastify.get('/ops/patterns', { onRequest }, () => show(allPipelines()));
  fastify.get<Named>('/ops/patterns/:policy', { onRequest }, ({ params }) => show(named(params.policy)));
  fastify.patch('/ops/patterns', { onRequest }, ({ body }) => {
    const all = allPipelines();
    const change = readChange(body);
    apply(all, { ...change, switches: change.switches.filter(([name]) => !ownPatterns().has(name)) }, undo);
    switchOwn(change, undo);
    return show(all);
  });
  fastify.patch<Named>('/ops/patterns/:policy', { onRequest }, ({ params, body }) => {
    const chosen = named(params.policy);
    apply(chosen, readChange(body), undo);
    return show(chosen);
  });
}

/** Returns what is on and off, and the numbers in force: of some pipelines, and of the service itself. */
export function patternsOf(service: string, some: readonly Pipeline[]) {
  const own = [...ownPatterns()].map(([name, { isOn }]): [string, boolean] => [name, isOn]);
  const settings = some.map(each => [
    each.name,
    { service: each.service, switches: each.switches(), numbers: each.numbers() },
  ]);
  return {
    service,
    ...(own.length > 0 && { patterns: Object.fromEntries(own) as Record<string, boolean> }),
    policies: Object.fromEntries(settings) as Record<string, unknown>,
  };
}

interface Named {
  Params: { policy: string };
}

function named(policy: string): readonly Pipeline[] {
  const found = allPipelines().filter(({ name }) => name === policy);
  if (found.length > 0) return found;
  const known = allPipelines().map(({ name }) => name);
  throw new ShopError(`No policy has this name; here are ${known.join(', ') || 'none'}.`, {
    code: 'policy-not-found',
    status: 404,
  });
}

function readChange(body: unknown): Change {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new InvalidRequestError([{ field: 'body', rule: 'an object expected, for example {"breaker": false}' }]);
  }
  const { forMs = Infinity, ...rest } = body as Record<string, unknown>;
  const entries = Object.entries(rest);
  const switches = entries.filter(([key]) => isPattern(key));
  const broken: BrokenRule[] = switches
    .filter(([, on]) => typeof on !== 'boolean')
    .map(([field]) => ({ field, rule: 'true or false expected' }));
  if (forMs !== Infinity && !(Number.isInteger(forMs) && Number(forMs) >= 1 && Number(forMs) <= LONGEST_MS)) {
    broken.push({ field: 'forMs', rule: `whole milliseconds from 1 to ${LONGEST_MS} expected` });
  }
  if (entries.length === 0) broken.push({ field: 'body', rule: 'a pattern or a number to change expected' });
  if (broken.length > 0) throw new InvalidRequestError(broken);
  const numbers = Object.fromEntries(entries.filter(([key]) => !isPattern(key))) as Numbers;
  return { switches: switches as [string, boolean][], numbers, forMs: Number(forMs) };
}

function switchOwn({ switches, forMs }: Change, undo: Undo): void {
  for (const [name, on] of switches) {
    const pattern = ownPatterns().get(name);
    if (pattern === undefined) continue;
    const was = pattern.isOn;
    pattern.isOn = on;
    undo.later(name, forMs, () => void (pattern.isOn = was));
  }
}

/** All or nothing per policy; what no policy has is refused by name. */
function apply(all: readonly Pipeline[], { switches, numbers, forMs }: Change, undo: Undo): void {
  const has = (each: Pipeline, key: string) => key in each.switches() || key in each.numbers();
  const unknown = [...switches.map(([key]) => key), ...Object.keys(numbers)].filter(
    key => !all.some(each => has(each, key)),
  );
  if (unknown.length > 0)
    throw new InvalidRequestError(unknown.map(field => ({ field, rule: 'no policy here has it' })));
  for (const each of all) {
    const own = Object.entries(numbers).filter(([key]) => has(each, key));
    const before = each.numbers();
    try {
      each.set(Object.fromEntries(own) as Numbers);
    } catch (error) {
      if (error instanceof PolicyError) throw new InvalidRequestError([{ field: error.path, rule: error.message }]);
      throw error;
    }
    for (const [key] of own)
      undo.later(`${each.name}.${key}`, forMs, () => each.set({ [key]: Reflect.get(before, key) }));
    for (const [name, on] of switches.filter(([key]) => has(each, key))) {
      const pattern = name as Pattern;
      const was = each.switches()[pattern] ?? true;
      each.switch(pattern, on);
      undo.later(`${each.name}.${pattern}`, forMs, () => each.switch(pattern, was));
    }
  }
}

/** Changes that undo themselves. A later change of the same thing puts an earlier one's end off, not its beginning. */
class Undo {
  private readonly waiting = new Map<string, { timer: NodeJS.Timeout; restore: () => void }>();

  later(key: string, forMs: number, restore: () => void): void {
    const earlier = this.waiting.get(key);
    clearTimeout(earlier?.timer);
    this.waiting.delete(key);
    if (forMs === Infinity) return;
    // The value before the first change comes back, not the value that the second change found.
    const first = earlier?.restore ?? restore;
    const timer = setTimeout(() => {
      this.waiting.delete(key);
      first();
    }, forMs);
    timer.unref();
    this.waiting.set(key, { timer, restore: first });
  }
}
