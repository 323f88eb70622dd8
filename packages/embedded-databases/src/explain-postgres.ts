import { EmbeddedDatabaseError } from './embedded-server.ts';

/** One sentence out of PostgreSQL's many, and what to do about it. */
export function explainPostgres(dir: string, log: string): EmbeddedDatabaseError {
  if (/No space left on device|Disk quota exceeded/.test(log)) {
    return new EmbeddedDatabaseError(
      'disk-full',
      `The disk of ${dir} is full: PostgreSQL needs about 200 MB free there.`,
    );
  }
  const nameless = /could not look up effective user ID (\d+)/.exec(log)?.[1];
  if (nameless) {
    const message = `PostgreSQL does not run as user ${nameless}, who has no name on this machine: start the shop as a user of /etc/passwd, or with "docker compose up".`;
    return new EmbeddedDatabaseError('not-started', message);
  }
  const owner = /lock file "postmaster\.pid" already exists[\s\S]*?\(PID (\d+)\)/.exec(log)?.[1];
  if (owner) {
    return new EmbeddedDatabaseError(
      'data-in-use',
      `Another PostgreSQL (process ${owner}) already uses ${dir}: stop the shop that started it first.`,
    );
  }
  if (/Address already in use/.test(log))
    return new EmbeddedDatabaseError('port-taken', 'The port for PostgreSQL is taken: name another or none.');
  if (/pre-existing shared memory block/.test(log)) {
    return new EmbeddedDatabaseError(
      'data-in-use',
      `Processes of a killed PostgreSQL still use ${dir}: wait for them to end, or end them.`,
    );
  }
  if (/Permission denied/.test(log) && !/invalid|corrupt/i.test(log)) {
    return new EmbeddedDatabaseError(
      'data-of-another-user',
      `PostgreSQL may not use ${dir} (${complaint(log)}): start the shop as the user it belongs to, or remove it.`,
    );
  }
  const message = `PostgreSQL cannot use its data in ${dir} (${complaint(log)}): "npm run reset" forgets it, and the shop starts afresh.`;
  return new EmbeddedDatabaseError('data-unusable', message);
}

/** The line that says what was wrong, without its time and process number. */
function complaint(log: string): string {
  const lines = log.trim().split('\n');
  const line = lines.find(each => /\b(PANIC|FATAL|error):/.test(each)) ?? lines.at(-1) ?? '';
  return line.replace(/^.*?\b(PANIC|FATAL|error):\s*/, '').trim() || 'it ended without a word';
}
