import { spawn } from 'node:child_process';

const MAX_CHARACTERS = 300;

/** A step of the bootstrap failed; the message is one sentence that says why and what to do. */
export class StepFailedError extends Error {}

/**
 * Runs a program to its end and keeps what it says.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ ok: boolean, output: string }>} never rejects: a program that cannot be run is not ok
 */
export function run(command, args, options) {
  return new Promise(resolve => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const hear = chunk => (output += chunk);
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', error => resolve({ ok: false, output: error.message }));
    child.once('close', code => resolve({ ok: code === 0, output }));
  });
}

/**
 * The line of a failed program that says most: the first that names an error, without npm's own prefix.
 * @param {string} output
 */
export function complaint(output) {
  const lines = output
    .split('\n')
    .map(line => line.replace(/^npm (error|ERR!)\s*/, '').trim())
    .filter(line => line !== '' && !/^(\[?WARN|code )/.test(line));
  const telling = /ERR_PNPM|ENOSPC|ENOTFOUND|EACCES|ECONN|ETIMEDOUT|No space left|\berror\b|failed/i;
  return (lines.find(line => telling.test(line)) ?? lines.at(-1) ?? 'it said nothing').slice(0, MAX_CHARACTERS);
}
