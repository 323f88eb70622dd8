/**
 * The error codes of a Redis that is not the primary or not ready: a replica, one that still loads its data, one that has lost
 * its primary. Redis 6 puts the code of a command that fails in a script inside the script's own error.
 */
const NO_PRIMARY = /(^|\W)(READONLY|LOADING|MASTERDOWN) /;

/**
 * Returns whether an error came from a Redis that is not the primary. For ioredis' `reconnectOnError`, wherever a connection is
 * opened: after a failover the address leads to the new primary, but a connection that is kept still leads to the old one.
 *
 * The command itself fails: nothing was done, and its caller decides whether to repeat it.
 */
export function isNoPrimary({ message }: Error): boolean {
  return NO_PRIMARY.test(message);
}
