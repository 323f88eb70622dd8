import { explainPostgres } from './explain-postgres.ts';

const withTime = (line: string) => `2025-01-01 10:00:00.000 UTC [61] ${line}`;

describe('what PostgreSQL says when it cannot start', () => {
  it.each([
    ['disk-full', 'initdb: error: could not write to file "pg_wal/xlogtemp.61": No space left on device'],
    ['data-unusable', withTime('FATAL:  database files are incompatible with server\nDETAIL: version 15')],
    ['data-unusable', withTime('PANIC:  could not locate a valid checkpoint record at 0/1')],
    ['data-unusable', withTime('FATAL:  could not open file "global/pg_filenode.map": No such file or directory')],
    [
      'port-taken',
      'LOG:  could not bind IPv4 address "127.0.0.1": Address already in use\nFATAL:  could not create any TCP/IP sockets',
    ],
    ['data-of-another-user', 'FATAL:  could not open file "global/pg_filenode.map": Permission denied'],
    ['data-of-another-user', 'FATAL:  data directory "/data" has wrong ownership'],
    ['not-started', 'initdb: error: could not look up effective user ID 1234: user does not exist'],
    ['not-started', ''],
  ])('becomes one sentence with the code %s', (code, log) => {
    const error = explainPostgres('/data', log);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/^[A-Z/][^\n]+\.$/);
  });

  it('is quoted without its time and process number', () => {
    const log = withTime('FATAL:  database files are incompatible with server');
    expect(explainPostgres('/data', log).message).toContain('in /data (database files are incompatible with server):');
  });

  it.each([
    [
      "initdb: /lib/libc.so.6: version `GLIBC_2.34' not found (required by initdb)",
      /newer C library \(GLIBC_2\.34\).*docker/,
    ],
    ['postgres: error while loading shared libraries: libicui18n.so.60: cannot open', /library libicui18n\.so\.60/],
    [
      'FATAL:  could not resize shared memory segment "/PostgreSQL.1" to 1 bytes: No space left on device',
      /\/dev\/shm is full/,
    ],
    ['FATAL:  could not open shared memory segment "/PostgreSQL.1": Permission denied', /chmod 1777 \/dev\/shm/],
    [
      'FATAL:  could not create semaphores: No space left on device\nDETAIL:  semget(1, 17, 03600).',
      /semaphores.*kernel\.sem/,
    ],
    ['FATAL:  could not create shared memory segment: Invalid argument', /too little memory/],
    ['FATAL:  could not map anonymous shared memory: Cannot allocate memory', /too little memory/],
    ['FATAL:  insufficient file descriptors available to start server process', /ulimit -n 4096/],
    ['LOG:  could not fork process: Resource temporarily unavailable', /ulimit -u/],
    ['FATAL:  could not create lock file "postmaster.pid": Read-only file system', /is read-only/],
    ['PANIC:  could not fdatasync file "000000010000000000000001": Input/output error', /another disk/],
    ['FATAL:  database locale is incompatible with operating system', /install that locale/],
    ['FATAL:  data directory "/data" has invalid permissions', /chmod 700 '\/data'/],
    [
      'initdb: error: could not change permissions of directory "/mnt/c/x": Operation not permitted',
      /WSL.*Linux folder/,
    ],
    ['FATAL:  something PostgreSQL has never said before', /data in \/data is unchanged/],
  ])('is no reason to delete data when the machine is the cause: %s', (log, cure) => {
    const { message } = explainPostgres('/data', log);
    expect(message).toMatch(cure);
    expect(message).not.toMatch(/reset|remove|delete|disk of \/data is full/);
  });
});
