import { isUnavailable } from './database-errors.ts';

const answered = (code: string, message: string) => Object.assign(new Error(message), { code });

describe('an error of the database', () => {
  it.each([
    ['25006', 'cannot execute INSERT in a read-only transaction'],
    ['40001', 'canceling statement due to conflict with recovery'],
    ['53300', 'remaining connection slots are reserved for roles with the SUPERUSER attribute'],
    ['55P03', 'canceling statement due to lock timeout'],
    ['58030', 'could not read block 0 in file "base/5/1259": Input/output error'],
    ['57P01', 'terminating connection due to administrator command'],
    ['57P03', 'the database system is starting up'],
    ['25P03', 'terminating connection due to idle-in-transaction timeout'],
  ])('is an outage when Postgres answers %s, %s', (code, message) =>
    expect(isUnavailable(answered(code, message))).toBe(true),
  );

  it.each([
    ['PgBouncer', '08P01', 'query_wait_timeout'],
    ['PgBouncer', '08P01', 'server login has been failing, cached error: connect failed (server_login_retry)'],
    ['PgBouncer', '08P01', 'no more connections allowed (max_client_conn)'],
    ['PgBouncer', '08P01', 'pgbouncer cannot connect to server'],
    ['PgBouncer, in the words of the server behind it', '57P03', 'the database system is shutting down'],
    ['Odyssey', '08006', 'failed to connect to remote server'],
    ['PgCat', '58000', 'could not get connection from the pool'],
  ])('is an outage when %s answers %s, %s', (_pooler, code, message) =>
    expect(isUnavailable(answered(code, message))).toBe(true),
  );

  // HAProxy speaks no Postgres: it ends the connection.
  it.each([
    answered('ECONNRESET', 'read ECONNRESET'),
    answered('ERR_STREAM_DESTROYED', 'Cannot call write after a stream was destroyed'),
    new Error('Connection terminated unexpectedly'),
  ])('is an outage when the connection ends: %s', error => expect(isUnavailable(error)).toBe(true));

  it.each([
    ['23505', 'duplicate key value violates unique constraint'],
    ['42P01', 'relation "barrels" does not exist'],
    ['25P02', 'current transaction is aborted, commands ignored until end of transaction block'],
    ['22P02', 'invalid input syntax for type uuid'],
  ])('is a mistake and no outage when Postgres answers %s, %s', (code, message) =>
    expect(isUnavailable(answered(code, message))).toBe(false),
  );
});
