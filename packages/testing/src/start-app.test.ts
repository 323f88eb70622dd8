import { leakCheck } from './leak-check.ts';
import { realPostgres } from './real-postgres.ts';
import { startApp } from './start-app.ts';

describe('an app started for a test', () => {
  const postgres = realPostgres();

  it('is the real process, ready to answer, and ends in order on SIGTERM', async () => {
    const bank = await startApp('bank', { DATABASE_URL: postgres.url });
    const live = await fetch(`${bank.url}/health/live`, { headers: { connection: 'close' } });
    expect(live.status).toBe(200);
    expect(await bank.stop()).toMatchObject({ signal: null });
  });

  it('that ends by itself is told with what it wrote', async () => {
    await expect(startApp('bank', { DATABASE_URL: 'nonsense' })).rejects.toThrow(/^bank ended:\n.*DATABASE_URL/);
  });

  it('must exist', async () => {
    await expect(startApp('harbourmaster')).rejects.toThrow(
      'there is no app "harbourmaster": apps/harbourmaster/src/main.ts is not there',
    );
  });
});

leakCheck();
