import type { Endpoint } from '@watertight/contracts';
import { ops } from '@watertight/contracts/ops';
import { supervisor } from '@watertight/contracts/supervisor';
import { apps } from './apps.ts';
import { code, page, table } from './table.ts';

/** http.md: what each service answers. */
export function httpPage(): string {
  const contracts = [
    ...apps.flatMap(({ name, contract }) => (contract === undefined ? [] : [[name, contract] as const])),
    ['every service', ops] as const,
    ['the supervisor of npm start', supervisor] as const,
  ];
  return page(
    'HTTP',
    'Bodies are JSON; their schemas are in `/openapi.json` of each service. "Callers": who may send it, as certificates prove it. "Repeated": whether a caller may send a request' +
      ' again whose answer was lost. Every service also answers `invalid-request` and the refusals of [errors](errors.md).',
    ...contracts.flatMap(([name, contract]) => [`## ${name}`, table(head, Object.values(contract).map(rowOf))]),
  );
}

const head = ['request', 'what it does', 'callers', 'answers', 'repeated', 'problems'];

const repeated = { always: 'always', 'with-key': 'with its Idempotency-Key', never: 'never' } as const;

function rowOf({ method, path, summary, mayBeCalledBy, answers, repeatable, problems = [] }: Endpoint): string[] {
  return [
    code(`${method} ${path}`),
    summary,
    mayBeCalledBy?.join(', ') ?? 'with the ops token',
    Object.keys(answers).join(', '),
    repeated[repeatable],
    problems.map(code).join(', '),
  ];
}
