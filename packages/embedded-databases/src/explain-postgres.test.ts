import { explainPostgres } from './explain-postgres.ts';

describe('what PostgreSQL says when it cannot start', () => {
  it.each([
    ['disk-full', 'initdb: error: could not write to file "pg_wal/xlogtemp.61": No space left on device'],
    [
      'data-unusable',
      '2025-01-01 10:00:00.000 UTC [61] FATAL:  database files are incompatible with server\nDETAIL: version 15',
    ],
    ['data-unusable', '2025-01-01 10:00:00.000 UTC [61] PANIC:  could not locate a valid checkpoint record at 0/1'],
    [
      'port-taken',
      'LOG:  could not bind IPv4 address "127.0.0.1": Address already in use\nFATAL:  could not create any TCP/IP sockets',
    ],
    ['data-of-another-user', 'FATAL:  could not open file "global/pg_filenode.map": Permission denied'],
    ['not-started', 'initdb: error: could not look up effective user ID 1234: user does not exist'],
    ['data-unusable', ''],
  ])('becomes one sentence with the code %s', (code, log) => {
    const error = explainPostgres('/data', log);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/^[A-Z][^\n]+\.$|starts afresh\.$/);
  });

  it('is quoted without its time and process number', () => {
    const log = '2025-01-01 10:00:00.000 UTC [61] FATAL:  database files are incompatible with server';
    expect(explainPostgres('/data', log).message).toContain('in /data (database files are incompatible with server):');
  });
});
