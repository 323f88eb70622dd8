import { isNoPrimary } from './no-primary.ts';

const byRedis6 =
  "ERR Error running script (call to f_6b1b): @user_script:6: @user_script: 6: -READONLY You can't write.";

describe('a Redis', () => {
  it.each([
    "READONLY You can't write against a read only replica.",
    "READONLY You can't write against a read only replica. script: 6b1b, on @user_script:6.",
    byRedis6,
    'LOADING Redis is loading the dataset in memory',
    "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
  ])('is not the primary when it answers %s', message => expect(isNoPrimary(new Error(message))).toBe(true));

  it.each([
    "OOM command not allowed when used memory > 'maxmemory'.",
    'NOSCRIPT No matching script. Please use EVAL.',
    'Command timed out',
    'Connection is closed.',
  ])('may well be the primary when it answers %s', message => expect(isNoPrimary(new Error(message))).toBe(false));
});
