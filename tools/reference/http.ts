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
    'Bodies are JSON; their schemas are in `/openapi.json` of each service. "Repeated": whether a caller may send a request' +
      ' again whose answer was lost. Every service also answers `invalid-request` and the refusals of [errors](errors.md).',
    ...contracts.flatMap(([name, contract]) => [`## ${name}`, table(head, Object.values(contract).map(rowOf))]),
  );
}

const head = ['request', 'what it does', 'answers', 'repeated', 'problems'];

const repeated = { always: 'always', 'with-key': 'with its Idempotency-Key', never: 'never' } as const;

function rowOf({ method, path, summary, answers, repeatable, problems = [] }: Endpoint): string[] {
  return [
    code(`${method} ${path}`),
    summary,
    Object.keys(answers).join(', '),
    repeated[repeatable],
    problems.map(code).join(', '),
  ];
}
