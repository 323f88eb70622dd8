import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { config, root } from '../config.ts';
import { type Runner, ShopCommandError, type Verb } from './runner.ts';

/** It ends as soon as it has made the keys. */
const MAKES_KEYS = 'identity';
const databases = new Set(['postgres', 'redis']);
const composeVerb: Record<Verb, string[]> = {
  kill: ['kill'],
  freeze: ['pause'],
  thaw: ['unpause'],
  // Not `start`, which is back before the service is ready; nothing else is started, and nothing made anew.
  start: ['up', '--detach', '--wait', '--wait-timeout', '60', '--no-deps', '--no-recreate', '--no-build'],
  stop: ['stop'],
};

/** A line of `docker compose ps --format json`. */
type Container = { Service: string; State: string; Health?: string };

/** The shop as `docker compose up` runs it. */
export const composeRunner: Runner = {
  async processes() {
    return (await containers())
      .filter(({ Service }) => Service !== MAKES_KEYS)
      .map(({ Service: name, State, Health }) => ({
        name,
        kind: databases.has(name) ? 'database' : 'app',
        state: stateOf(State),
        ready: State === 'running' && (Health || 'healthy') === 'healthy',
      }));
  },
  async act(name, verb) {
    await compose([...composeVerb[verb], name]);
  },
  async rotate() {
    await compose(['run', '--rm', MAKES_KEYS, 'node', 'build/app/src/main.js', '/identity', '1000', 'renew']);
  },
};

/** Whether containers of this checkout's Compose project exist. */
export async function composeRuns(): Promise<boolean> {
  return (await containers().catch(() => [])).length > 0; // no Docker, no engine: then Compose runs nothing
}

function stateOf(state: string): string {
  if (state === 'paused') return 'frozen';
  return state === 'exited' || state === 'created' || state === 'dead' ? 'stopped' : state;
}

/** Older Compose prints one array, newer one object a line. */
async function containers(): Promise<Container[]> {
  const output = (await compose(['ps', '--all', '--format', 'json'])).trim();
  if (output.startsWith('[')) return JSON.parse(output) as Container[];
  return output === '' ? [] : output.split('\n').map(line => JSON.parse(line) as Container);
}

async function compose(args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('docker', ['compose', ...args], { cwd: root, env: config.env() }).catch(
    (error: Error & { stderr?: string }) => {
      const why = error.stderr?.trim().split('\n').at(-1) || error.message;
      throw new ShopCommandError(`docker compose ${args.join(' ')}: ${why}`);
    },
  );
  return stdout;
}
