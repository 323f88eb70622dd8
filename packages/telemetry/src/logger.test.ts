import { join } from 'node:path';
import { execFileSync } from 'node:child_process';

const src = import.meta.dirname;

/** Pino writes to the process's own stdout, so a process of its own says it. */
function logged(code: string): Record<string, unknown> {
  const script = `import { createLogger } from '${join(src, 'logger.ts')}'; import { withTraceparent } from '${join(src, 'trace-context.ts')}';
    const logger = createLogger('payment', 'info'); ${code}`;
  const line = execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], { encoding: 'utf8' });
  return JSON.parse(line) as Record<string, unknown>;
}

describe('a log line', () => {
  it('is JSON with the service, the level as a word, and the ids of its trace', () => {
    const line = logged(
      "withTraceparent('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', () => logger.warn({ port: 3004 }, 'ready'))",
    );
    expect(line).toMatchObject({
      level: 'warn',
      'service.name': 'payment',
      port: 3004,
      msg: 'ready',
      trace_id: '0af7651916cd43dd8448eb211c80319c',
      span_id: 'b7ad6b7169203331',
    });
  });

  it('holds no card token, password, session token, cookie or authorization, nor one level below', () => {
    const secrets =
      "{ cardToken: 's3cret', password: 's3cret', token: 's3cret', cookie: 's3cret', authorization: 's3cret' }";
    expect(JSON.stringify(logged(`logger.info({ ...${secrets}, request: ${secrets} }, 'asked')`))).not.toContain(
      's3cret',
    );
  });
});
