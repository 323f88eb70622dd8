import { databaseLimits } from '@watertight/service-kit';
import { apps, hasDatabase } from './apps.ts';
import type { Given } from './given.ts';
import { code, table } from './table.ts';

/** How many connections all services together may hold, beside how many Postgres has. */
export function connectionsSection({ server }: Given): string[] {
  const { critical, optional, background } = databaseLimits.pools;
  const perProcess = critical + optional + background;
  const owners = apps.filter(hasDatabase).length;
  return [
    '## Connections to Postgres',
    'Each process has a pool for each kind of work, so that an optional request takes no connection of a critical one.',
    table(
      ['what', 'connections'],
      [
        ['critical requests', String(critical)],
        ['optional requests (`Request-Kind: optional`)', String(optional)],
        ['sweepers, relay, messages, migrations', String(background)],
        ['a process', String(perProcess)],
        [`one process of each of the ${owners} services`, String(owners * perProcess)],
        [`two of each, or a new one beside each old one`, String(owners * perProcess * 2)],
        ['the server (`max_connections`, 3 of them its superuser’s)', String(server.maxConnections)],
      ],
    ),
    'The net under all that: what the role of a service may do, however the service goes wrong (`role-limits.conf`).',
    table(
      ['setting of the role', 'value'],
      [
        [code('CONNECTION LIMIT'), String(server.role.connections)],
        ...Object.entries(server.role.settings).map(([name, value]) => [code(name), value]),
      ],
    ),
  ];
}
