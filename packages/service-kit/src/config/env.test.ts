import { checkEnv, ms, optionalText, port, postgresUrl, redisUrl, secret, urls } from './env.ts';

const settings = { port: port('PORT', 3004), drainMs: ms('DRAIN_MS', 10_000), bankUrls: urls('BANK_URL') };

describe('the settings of a service', () => {
  it('are read with their defaults', () => {
    expect(checkEnv(settings, { BANK_URL: 'http://127.0.0.1:3007' })).toEqual({
      port: 3004,
      drainMs: 10_000,
      bankUrls: ['http://127.0.0.1:3007'],
    });
  });

  it('take a list of addresses, so that a dependency may have replicas', () => {
    const { bankUrls } = checkEnv(settings, { BANK_URL: 'http://127.0.0.1:3007, http://127.0.0.1:3107/' });
    expect(bankUrls).toEqual(['http://127.0.0.1:3007', 'http://127.0.0.1:3107']);
  });

  it.each([
    [{ DRAIN_MS: '10s', BANK_URL: 'http://b' }, 'DRAIN_MS="10s": whole milliseconds expected, for example 10000'],
    [{ PORT: '65536', BANK_URL: 'http://b' }, 'PORT="65536": a port from 1 to 65535 expected'],
    [{ PORT: '-1', BANK_URL: 'http://b' }, 'PORT="-1": a port from 1 to 65535 expected'],
    [{}, 'BANK_URL is not set: one or more addresses expected, for example http://127.0.0.1:3004'],
    [{ BANK_URL: '' }, 'BANK_URL is not set: one or more addresses expected, for example http://127.0.0.1:3004'],
    [{ BANK_URL: 'bank:3007' }, 'BANK_URL: one or more addresses expected, for example http://127.0.0.1:3004'],
    [{ BANK_URL: 'http://b,ftp://c' }, 'BANK_URL: one or more addresses expected, for example http://127.0.0.1:3004'],
  ])('refuse %j naming variable, value and rule', (env, sentence) => {
    expect(() => checkEnv(settings, env)).toThrow(new RangeError(sentence));
  });

  it('name every wrong variable at once', () => {
    expect(() => checkEnv(settings, { PORT: 'x', DRAIN_MS: 'y' })).toThrow(/^PORT.*\nDRAIN_MS.*\nBANK_URL/);
  });

  it('never quote a secret', () => {
    const refused = () =>
      checkEnv(
        { token: secret('OPS_TOKEN'), database: postgresUrl('DATABASE_URL') },
        { OPS_TOKEN: 'hunter2', DATABASE_URL: 'mysql://u:hunter2@h/d' },
      );
    expect(refused).toThrow(/^OPS_TOKEN: at least 16 characters expected\nDATABASE_URL: an address expected/);
    expect(refused).not.toThrow(/hunter2@/);
  });

  it('let Redis and the trace link be missing, but not wrong', () => {
    const optional = { redis: redisUrl('REDIS_URL'), trace: optionalText('TRACE_URL') };
    expect(checkEnv(optional, {})).toEqual({ redis: null, trace: null });
    expect(() => checkEnv(optional, { REDIS_URL: '127.0.0.1' })).toThrow('REDIS_URL: an address expected');
  });
});
