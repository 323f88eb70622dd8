import { BreakerOpenError, BulkheadFullError, DeadlinePassedError } from '@watertight/resilience';
import { frameworkCodes, problemOf } from '@watertight/service-kit';
import { apps } from './apps.ts';
import type { FoundError, Given } from './given.ts';
import { code, page, table } from './table.ts';

/** errors.md: every problem a service answers. */
export function errorsPage({ errors }: Given): string {
  const all = [...errors, ...ofTheKit()];
  const codes = [...new Set(all.map(error => error.code))].toSorted();
  const rows = codes.map(each => {
    const same = all.filter(error => error.code === each);
    const distinct = (words: (error: FoundError) => string) => [...new Set(same.map(words))].join(', ');
    return [
      code(each),
      distinct(({ status }) => String(status)),
      [...new Set(same.flatMap(answeredBy))].toSorted().join(', '),
      [...new Set(same.map(({ message }) => message))].join(' / '),
      same.every(({ retryAllowed }) => retryAllowed) ? '' : 'no',
    ];
  });
  return page(
    'Errors',
    'An error is answered as `application/problem+json` (RFC 9457) with a stable `code`, and the ids and numbers it speaks' +
      ' of as members; `…` stands for those here. "no" in the last column: the answer says `Retry-Allowed: no`, because the' +
      ' service is alive and another attempt would only add load.',
    table(['code', 'status', 'answered by', 'says', 'at once again'], rows),
  );
}

/** A problem of service-kit is answered by the services whose contract names it, or by any. */
function answeredBy({ code, place }: FoundError): string[] {
  if (place !== 'service-kit') return [place];
  const naming = apps.filter(({ contract = {} }) =>
    Object.values(contract).some(each => each.problems?.includes(code)),
  );
  return naming.length > 0 ? naming.map(({ name }) => name) : ['any'];
}

/** Those that no class stands for: each asked of the code that words them. */
function ofTheKit(): FoundError[] {
  const facts = { policy: '…', attempts: 0 };
  const samples: unknown[] = [
    new DeadlinePassedError(facts),
    new BulkheadFullError(facts, { running: 0, waiting: 0 }),
    new BreakerOpenError(facts, 0),
    new DOMException('', 'AbortError'),
    new Error('anything else'),
    ...Object.keys(frameworkCodes).map(status => ({ statusCode: Number(status) })),
  ];
  return samples.map(sample => {
    const { problem, headers } = problemOf(sample);
    const retryAllowed = headers['retry-allowed'] !== 'no';
    return {
      code: problem.code,
      status: problem.status,
      message: problem.detail.replaceAll(/\b0\b/g, '…'),
      place: 'service-kit',
      retryAllowed,
    };
  });
}
