import { EmbeddedDatabaseError, type EmbeddedDatabaseErrorCode } from './embedded-server.ts';
import { chownCommand, ownerOf } from './owner.ts';

type Cause = {
  log: RegExp;
  code: EmbeddedDatabaseErrorCode;
  /** @param group what the first group of the pattern matched */
  message(place: { dir: string; complaint: string; group: string }): string;
};

const COMPOSE = 'use "docker compose up", which brings its own';

/** What the machine lacks. The data is not to blame, so no message here advises deleting it. */
const machine: Cause[] = [
  {
    log: /version `(GLIBC\w*_[\d.]+)' not found/,
    code: 'not-started',
    message: ({ group }) =>
      `The PostgreSQL of npm needs a newer C library (${group}) than this system has: ${COMPOSE}.`,
  },
  {
    log: /error while loading shared libraries: ([^:\s]+)|Error loading shared library ([^:\s]+)|Library not loaded: (\S+)/,
    code: 'not-started',
    message: ({ group }) =>
      `The PostgreSQL of npm needs the library ${group}, which this system does not have: install it, or ${COMPOSE}.`,
  },
  {
    log: /shared memory segment "[^"]*"[^\n]*No space left on device/,
    code: 'not-started',
    message: () =>
      'The shared memory in /dev/shm is full ("df /dev/shm" shows it): free some, or enlarge it ("--shm-size=256m" for a container).',
  },
  {
    log: /shared memory segment "[^"]*"[^\n]*Permission denied/,
    code: 'not-started',
    message: () => 'PostgreSQL may not use /dev/shm: "sudo chmod 1777 /dev/shm" gives every user access again.',
  },
  {
    log: /could not create semaphores/,
    code: 'not-started',
    message: () =>
      'The kernel has no semaphores left for PostgreSQL: stop other databases, or raise kernel.sem with sysctl.',
  },
  {
    log: /could not create shared memory segment|could not map anonymous shared memory|Cannot allocate memory|out of memory/i,
    code: 'not-started',
    message: ({ complaint }) =>
      `The machine has too little memory for PostgreSQL (${complaint}): it needs about 200 MB; stop other programs or raise the limit.`,
  },
  {
    log: /insufficient file descriptors|Too many open files/,
    code: 'not-started',
    message: () => 'PostgreSQL may open too few files: run "ulimit -n 4096" in this shell, then start again.',
  },
  {
    log: /could not fork|Resource temporarily unavailable/,
    code: 'not-started',
    message: () => 'PostgreSQL may start too few processes: raise "ulimit -u" (or the pids limit of the container).',
  },
  {
    log: /No space left on device|Disk quota exceeded/,
    code: 'disk-full',
    message: ({ dir }) => `The disk of ${dir} is full: PostgreSQL needs about 200 MB free there.`,
  },
  {
    log: /Read-only file system/,
    code: 'not-started',
    message: ({ dir }) => `The file system of ${dir} is read-only: mount it writable, or clone the shop elsewhere.`,
  },
  {
    log: /Input\/output error/,
    code: 'not-started',
    message: ({ dir }) =>
      `The disk of ${dir} reports read or write errors: copy the folder to another disk and start there.`,
  },
  {
    log: /could not look up effective user ID (\d+)/,
    code: 'not-started',
    message: ({ group }) =>
      `PostgreSQL does not run as user ${group}, who has no name on this machine: start the shop as a user of /etc/passwd, or with "docker compose up".`,
  },
  {
    log: /Cannot assign requested address|Address family not supported/,
    code: 'not-started',
    message: () => 'This machine has no address 127.0.0.1: "sudo ip link set lo up" brings it back.',
  },
  {
    log: /locale is incompatible with operating system|not recognized by setlocale|invalid locale|could not open collator/,
    code: 'not-started',
    message: ({ dir, complaint }) =>
      `The data in ${dir} was made with a locale that this system lacks (${complaint}): install that locale, or start on the system it comes from.`,
  },
];

/** Other programs or users that hold the data or the port. */
const holders: Cause[] = [
  {
    log: /lock file "postmaster\.pid" already exists[\s\S]*?\(PID (\d+)\)/,
    code: 'data-in-use',
    message: ({ dir, group }) =>
      `Another PostgreSQL (process ${group}) already uses ${dir}: stop the shop that started it first.`,
  },
  {
    log: /Address already in use/,
    code: 'port-taken',
    message: () => 'The port for PostgreSQL is taken: name another or none.',
  },
  {
    log: /pre-existing shared memory block/,
    code: 'data-in-use',
    message: ({ dir }) => `Processes of a killed PostgreSQL still use ${dir}: wait for them to end, or end them.`,
  },
  {
    log: /could not change permissions|has invalid permissions/,
    code: 'not-started',
    message: ({ dir }) =>
      `${dir} is open to other users, which PostgreSQL refuses: "chmod 700 '${dir}'" closes it. If that changes nothing (a Windows folder in WSL), clone the shop into a Linux folder, for example below ~.`,
  },
  {
    log: /Permission denied|has wrong ownership/,
    code: 'data-of-another-user',
    message: ({ dir, complaint }) =>
      `PostgreSQL may not use ${dir} (${complaint}), which belongs to ${ownerOf(dir)}: start the shop as that user, or run ${chownCommand(dir)}.`,
  },
];

/** Only these mean that the files themselves are damaged or of another version, which `npm run reset` does heal. */
const data: Cause[] = [
  {
    log: /incompatible with server|pg_control|checkpoint record|checksum|corrupt|invalid page|not a (?:valid data directory|database cluster)|could not (?:open|read|find) (?:file|directory)[^\n]*(?:No such file|read \d+ of)/,
    code: 'data-unusable',
    message: ({ dir, complaint }) =>
      `PostgreSQL cannot use its data in ${dir} (${complaint}): copy the folder if you need its orders; "npm run reset" deletes it, and the shop starts with new data.`,
  },
];

const unknown: Omit<Cause, 'log'> = {
  code: 'not-started',
  message: ({ dir, complaint }) =>
    `PostgreSQL did not start (${complaint}): its data in ${dir} is unchanged, so start again once that is solved.`,
};

/** Returns one sentence for the many that PostgreSQL wrote: the cause, and what heals it. */
export function explainPostgres(dir: string, log: string): EmbeddedDatabaseError {
  const cause = [...machine, ...holders, ...data].find(each => each.log.test(log));
  const [, ...groups] = cause?.log.exec(log) ?? [];
  const { code, message } = cause ?? unknown;
  const group = groups.find(Boolean) ?? '';
  return new EmbeddedDatabaseError(code, message({ dir, complaint: complaintIn(log), group }));
}

/** The line that says what was wrong, without its time and process number. */
function complaintIn(log: string): string {
  const lines = log.trim().split('\n');
  const line = lines.find(each => /\b(PANIC|FATAL|error):/.test(each)) ?? lines.at(-1) ?? '';
  return line.replace(/^.*?\b(PANIC|FATAL|error):\s*/, '').trim() || 'it ended without a message';
}
