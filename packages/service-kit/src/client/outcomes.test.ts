import { BulkheadFullError, TimeoutError } from '@watertight/resilience';
import {
  AnswerError,
  BadAnswerError,
  isClientError,
  isOutage,
  judge,
  mayRepeat,
  nothingWasSent,
  UnreachableError,
} from './outcomes.ts';
import { problemOf } from '../problems/problems.ts';

const answered = (
  status: number,
  { refused = false, retryAfterMs, code }: { refused?: boolean; retryAfterMs?: number; code?: string } = {},
) => {
  const problem = code === undefined ? undefined : { type: 'about:blank', title: 'No', status, detail: 'No.', code };
  return new AnswerError('bank', status, problem, { refused, retryAfterMs });
};
const unreachable = (code: string) => new UnreachableError('bank', Object.assign(new Error(code), { code }));
const timedOut = new TimeoutError({ policy: 'bank', timeoutMs: 5000 });
const full = new BulkheadFullError({ policy: 'bank', attempts: 0 }, { running: 1, waiting: 0 });

describe('what an attempt says of the service, and whether another one may help', () => {
  it.each([
    ['a connection that is refused', unreachable('ECONNREFUSED'), 'unreachable', true],
    ['a connection that is reset', unreachable('ECONNRESET'), 'unreachable', true],
    ['a name that is not found', unreachable('ENOTFOUND'), 'unreachable', true],
    ['a connection that does not open in time', unreachable('UND_ERR_CONNECT_TIMEOUT'), 'failure', true],
    ['its own limit passed', timedOut, 'failure', true],
    ['502', answered(502), 'failure', true],
    ['504', answered(504), 'failure', true],
    ['a plain 503', answered(503), 'failure', true],
    [
      'a service without its database',
      answered(503, { code: 'database-unavailable', retryAfterMs: 1000 }),
      'nothing',
      true,
    ],
    ['payment without its ledger', answered(503, { code: 'ledger-unavailable', retryAfterMs: 1000 }), 'nothing', true],
    ['the same that does not say when to come back', answered(503, { code: 'database-unavailable' }), 'failure', true],
    ['a service that starts', answered(503, { code: 'starting', retryAfterMs: 1000 }), 'unreachable', true],
    ['a fault that says when to come back', answered(503, { code: 'fault', retryAfterMs: 1000 }), 'failure', true],
    ['a proxy that says when to come back', answered(503, { retryAfterMs: 1000 }), 'failure', true],
    ['500', answered(500), 'failure', false],
    ['a body against the contract', new BadAnswerError('bank', 'no'), 'failure', false],
    ['503 with Retry-Allowed: no', answered(503, { refused: true }), 'success', false],
    ['504 deadline-passed, a refusal of ours', answered(504, { refused: true }), 'success', false],
    ['429 with a Retry-After', answered(429, { retryAfterMs: 1000 }), 'success', true],
    ['429 without', answered(429), 'success', false],
    ['402', answered(402), 'success', false],
    ['404', answered(404), 'success', false],
    ['a refusal of our own seats', full, 'nothing', false],
    ['the caller that left', new DOMException('gone', 'AbortError'), 'nothing', false],
  ])('%s', (_, error, judgement, repeated) => {
    expect(judge({ error })).toBe(judgement);
    expect(mayRepeat(error)).toBe(repeated);
  });

  it('a result is a success', () => expect(judge({ result: undefined })).toBe('success'));
});

describe('nothing was sent', () => {
  it.each([
    ['refused by our own seats before the first attempt', full, true],
    [
      'refused after an attempt',
      new BulkheadFullError({ policy: 'bank', attempts: 1 }, { running: 1, waiting: 0 }),
      false,
    ],
    ['no connection', unreachable('ECONNREFUSED'), true],
    ['a reset: it may have arrived', unreachable('ECONNRESET'), false],
    ['no answer in time', timedOut, false],
    ['an error of theirs', answered(500), false],
  ])('%s: %s', (_, error, certain) => expect(nothingWasSent(error)).toBe(certain));
});

describe('an answer that says no, an outage, or a fault of ours', () => {
  it.each([
    ['400', answered(400), 'answer'],
    ['402', answered(402), 'answer'],
    ['404', answered(404), 'answer'],
    ['422', answered(422), 'answer'],
    ['408, too slow', answered(408), 'outage'],
    ['429, too busy', answered(429), 'outage'],
    ['500', answered(500), 'outage'],
    ['503', answered(503), 'outage'],
    ['504 with Retry-Allowed: no', answered(504, { refused: true }), 'outage'],
    ['no connection', unreachable('ECONNREFUSED'), 'outage'],
    ['its own limit passed', timedOut, 'outage'],
    ['a full bulkhead', full, 'outage'],
    ['a body against the contract', new BadAnswerError('bank', 'no'), 'outage'],
    ['a TypeError', new TypeError('x is undefined'), 'ours'],
  ])('%s: %s', (_, error, expected) => {
    expect([isClientError(error), isOutage(error)]).toEqual([expected === 'answer', expected === 'outage']);
  });

  it.each([400, 404, 413])(
    'a %i of a service we call, not handled, is answered 500: the caller sent nothing wrong',
    status => {
      expect(problemOf(answered(status)).problem).toMatchObject({ status: 500, code: 'internal' });
    },
  );
});
