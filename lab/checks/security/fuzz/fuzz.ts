import { apps } from '@watertight/topology';
import { RandomSource } from '../../../kit/random-source.ts';
import { type Attack, finding, nothingWrong, type Target } from '../attack.ts';
import { Browser } from '../browser.ts';
import type { Answer } from '../wire.ts';
import { callersOf, type Sender } from './callers.ts';
import { type Operation, operationsOf, type Schema } from './documents.ts';
import { brokenBodies, contentTypes, hostileText, missing, withOneHostile } from './hostile-values.ts';
import { validValue } from './valid-values.ts';

const PER_OPERATION = 40;
const AT_ONCE = 4;

interface Case {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

/** Every operation of every service with values that are missing, huge, hostile or in another script. */
export const fuzz = (seed: number): Attack => ({
  name: 'fuzz',
  async run(target) {
    const fallen = target.fallen().length;
    const wrong: string[] = [];
    const statuses = new Map<number, number>();
    let operations = 0;
    for (const { name } of apps) {
      const { operations: all, schemas } = await operationsOf(target, name);
      operations += all.length;
      for (const [caller, send] of callersOf(target, name)) {
        const random = new RandomSource(seed);
        const cases = all.flatMap(each => Array.from({ length: PER_OPERATION }, () => caseOf(each, schemas, random)));
        await inTurns(cases, send, (sent, answer) => {
          statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
          const fault = faultOf(answer);
          if (fault !== undefined)
            wrong.push(
              `${name} as ${caller}: ${sent.method} ${sent.path.slice(0, 80)} ${sent.body?.slice(0, 120) ?? ''}: ${fault}`,
            );
        });
      }
    }
    const ended = target.fallen().length - fallen;
    const counts = [...statuses].toSorted(([a], [b]) => a - b).map(([status, count]) => `${status} × ${count}`);
    const fine = `seed ${seed}, ${operations} operations: ${counts.join(', ')}`;
    return [
      nothingWrong('fuzz', operations === 0 ? ['no operation was found'] : wrong, fine),
      finding(
        'processes after the fuzz',
        ended === 0 && (await canBuy(target)),
        `ended: ${ended}; an honest purchase follows`,
      ),
    ];
  },
});

function caseOf(
  { method, path, parameters, body }: Operation,
  schemas: Record<string, Schema>,
  random: RandomSource,
): Case {
  const headers: Record<string, string> = {};
  const query = new URLSearchParams();
  let filled = path;
  const hostileAt = random.between(0, parameters.length); // the last one: all parameters as they should be
  for (const [i, parameter] of parameters.entries()) {
    const isHostile = i === hostileAt && random.chance(0.5);
    const value = isHostile ? hostileText(random) : String(validValue(parameter.schema, schemas, random));
    const isLeftOut =
      parameter.in !== 'path' && (isHostile ? random.chance(0.2) : parameter.required !== true && random.chance(0.5));
    if (isLeftOut) continue;
    if (parameter.in === 'path') filled = filled.replace(`{${parameter.name}}`, encoded(value));
    else if (parameter.in === 'query') query.append(parameter.name, value.toWellFormed());
    else headers[parameter.name.toLowerCase()] = value.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 5000);
  }
  const address = query.size > 0 ? `${filled}?${query.toString()}` : filled;
  if (body === undefined) return { method, path: address, headers };
  const sent = random.chance(0.1) ? random.oneOf(brokenBodies) : bodyText(validValue(body, schemas, random), random);
  const type = random.chance(0.05) ? random.oneOf(contentTypes) : 'application/json';
  return { method, path: address, headers: { ...headers, ...(type !== '' && { 'content-type': type }) }, body: sent };
}

function bodyText(valid: unknown, random: RandomSource): string {
  const value = random.chance(0.9) ? withOneHostile(valid, random) : valid;
  return value === missing ? '' : JSON.stringify(value);
}

const encoded = (value: string) => encodeURIComponent(value.toWellFormed()).slice(0, 3000);

/** A refusal is a problem (RFC 9457) with a code; a failure of the server is none. */
function faultOf({ status, headers, text, error }: Answer): string | undefined {
  if (status === 0) return `no answer (${error})`;
  if (status >= 500 && status !== 503 && status !== 504) return `${status} ${text.slice(0, 200)}`;
  if (/\n\s+at \S+.*:\d+:\d+|node_modules/.test(text)) return 'a stack';
  if (status < 400) return undefined;
  const isProblem =
    String(headers['content-type']).startsWith('application/problem+json') && /"code":"[a-z-]+"/.test(text);
  return isProblem ? undefined : `${status} without a problem: ${text.slice(0, 100)}`;
}

async function inTurns(
  cases: readonly Case[],
  send: Sender,
  look: (sent: Case, answer: Answer) => void,
): Promise<void> {
  const left = [...cases];
  const work = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) look(next, await send(next));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function canBuy({ shop }: Target): Promise<boolean> {
  const browser = new Browser(shop);
  await browser.add('wt-1070');
  return (await browser.pay()).status === 303;
}
