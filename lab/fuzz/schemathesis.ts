import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Pinned: another version tries other requests, and what it finds would be no news of ours. */
const VERSION = '4.32.5';
const home = join(import.meta.dirname, '../../.data/fuzz');
const run = promisify(execFile);

export interface FuzzOptions {
  readonly seed: number;
  /** Requests per operation and phase, at most. */
  readonly examples: number;
  readonly maxSeconds: number;
}

/** Installs schemathesis into a virtual environment of its own, unless it is there. Returns its command. @throws Error without Python */
export async function installSchemathesis(): Promise<string> {
  const folder = join(home, `schemathesis-${VERSION}`);
  const command = join(folder, 'bin/st');
  if (existsSync(command)) return command;
  mkdirSync(home, { recursive: true });
  rmSync(folder, { recursive: true, force: true });
  try {
    await run('python3', ['-m', 'venv', folder]);
    await run(join(folder, 'bin/pip'), ['install', '--quiet', `schemathesis==${VERSION}`]);
  } catch (error) {
    renameSync(folder, `${folder}-failed`);
    throw new Error('schemathesis cannot be installed: Python 3.10 or newer with venv and pip is needed', {
      cause: error,
    });
  }
  return command;
}

/** Compares what a service does with what it publishes. Returns what the fuzzer reported, and whether it found nothing. */
export async function fuzz(
  command: string,
  url: string,
  { seed, examples, maxSeconds }: FuzzOptions,
): Promise<{ isRight: boolean; report: string }> {
  const config = join(import.meta.dirname, 'schemathesis.toml');
  const bounds = ['--max-examples', String(examples), '--max-time', String(maxSeconds), '--request-timeout', '10'];
  const output = ['--no-color', '--no-shrink', '--warnings', 'off', '--generation-database', 'none'];
  const args = ['--config-file', config, 'run', `${url}/openapi.json`, '--continue-on-failure'];
  const phases = ['--phases', 'examples,coverage,fuzzing', '--seed', String(seed)];
  try {
    // It keeps notes of its own in the folder where it runs.
    const { stdout } = await run(command, [...args, ...phases, ...bounds, ...output], {
      cwd: home,
      maxBuffer: 100 * 1024 * 1024,
    });
    return { isRight: true, report: stdout };
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return { isRight: false, report: `${stdout}${stderr}` };
  }
}
