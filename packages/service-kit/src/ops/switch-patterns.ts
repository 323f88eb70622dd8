import { Body, Controller, Param } from '@nestjs/common';
import { ops, Pattern, PatternChange } from '@watertight/contracts/ops';
import { allPipelines, type Numbers, type Pipeline, PolicyError } from '@watertight/resilience';
import { Serves } from '../request/serves.ts';
import { ownPatterns } from './own-patterns.ts';
import { InvalidRequestError, ShopError } from '../problems/problems.ts';
import { renewPipelines } from './without-patterns.ts';

/** The service that `/ops` describes. */
export class ServedService {
  constructor(readonly name: string) {}
}

const isPattern = (name: string) => name in Pattern.enum || ownPatterns().has(name);

interface Change {
  switches: [string, boolean][];
  numbers: Numbers;
  /** Undone by itself after this time; Infinity: until the next change. */
  forMs: number;
}

/**
 * `GET|PATCH /ops/patterns` and `/ops/patterns/:policy`: takes a pattern out, or sets its numbers, while the shop runs.
 *
 * A change for all policies reaches those that have the pattern, and the patterns of the service itself.
 */
@Controller()
export class SwitchPatterns {
  constructor(private readonly service: ServedService) {}

  @Serves(ops.readPatterns)
  readAll() {
    return patternsOf(this.service.name, allPipelines());
  }

  @Serves(ops.readPolicyPatterns)
  readOne(@Param('policy') policy: string) {
    return patternsOf(this.service.name, named(policy));
  }

  @Serves(ops.changeAllPatterns)
  changeAll(@Body({ schema: PatternChange }) body: PatternChange) {
    const change = readChange(body);
    const ofPolicies = change.switches.filter(([name]) => !ownPatterns().has(name));
    apply(allPipelines(), { ...change, switches: ofPolicies });
    switchOwn(change);
    return this.readAll();
  }

  @Serves(ops.changePatterns)
  changeOne(@Param('policy') policy: string, @Body({ schema: PatternChange }) body: PatternChange) {
    apply(named(policy), readChange(body));
    return this.readOne(policy);
  }
}

/** Returns what is on and off, and the numbers in force: of some pipelines, and of the service itself. */
export function patternsOf(service: string, some: readonly Pipeline[]) {
  const own = [...ownPatterns()].map(([name, { isOn }]): [string, boolean] => [name, isOn]);
  const settings = some.map(each => [
    each.name,
    { service: each.service, switches: each.switches(), numbers: each.numbers() },
  ]);
  const undoneAt = undo.ends();
  return {
    service,
    ...(Object.keys(undoneAt).length > 0 && { undoneAt }),
    ...(own.length > 0 && { patterns: Object.fromEntries(own) as Record<string, boolean> }),
    policies: Object.fromEntries(settings) as Record<string, unknown>,
  };
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

function readChange({ forMs = Infinity, ...rest }: PatternChange): Change {
  const entries = Object.entries(rest);
  const switches = entries.filter(([name]) => isPattern(name)) as [string, boolean][];
  // The patterns of the service itself are in no schema.
  const broken = switches.filter(([, on]) => typeof on !== 'boolean');
  if (broken.length > 0)
    throw new InvalidRequestError(broken.map(([field]) => ({ field, rule: 'true or false expected' })));
  const numbers = Object.fromEntries(entries.filter(([name]) => !isPattern(name))) as Numbers;
  return { switches, numbers, forMs };
}

function switchOwn({ switches, forMs }: Change): void {
  for (const [name, on] of switches) {
    const pattern = ownPatterns().get(name);
    if (pattern === undefined) continue;
    const was = pattern.isOn;
    pattern.isOn = on;
    undo.later(name, forMs, () => void (pattern.isOn = was));
  }
}

/** All or nothing per policy; what no policy has is refused by name. */
function apply(all: readonly Pipeline[], { switches, numbers, forMs }: Change): void {
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
  private readonly waiting = new Map<string, { timer: NodeJS.Timeout; restore: () => void; endsAt: string }>();

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
    this.waiting.set(key, { timer, restore: first, endsAt: new Date(Date.now() + forMs).toISOString() });
  }

  /** When each change is undone, ISO 8601. */
  ends(): Record<string, string> {
    return Object.fromEntries([...this.waiting].map(([key, { endsAt }]) => [key, endsAt]));
  }

  clear(): void {
    for (const { timer } of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
  }
}

const undo = new Undo();

/** Makes patterns and pipelines as they were when this process began; a change that was to end by itself has ended. */
export function startPatternsAnew(): void {
  undo.clear();
  renewPipelines();
  for (const pattern of ownPatterns().values()) pattern.isOn = pattern.beginsOn;
}
