// What every npm script runs first. Plain JavaScript without dependencies: on a fresh machine there is only some Node and npm.
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandNamed } from './bootstrap/commands.mjs';
import { environment } from './bootstrap/environment.mjs';
import { forwardSignals } from './bootstrap/forward-signals.mjs';
import { bringNode } from './bootstrap/node.mjs';
import { installPackages } from './bootstrap/packages.mjs';
import { bringPnpm } from './bootstrap/pnpm.mjs';
import { steps } from './bootstrap/progress.mjs';
import { StepFailedError } from './bootstrap/run.mjs';
import { requireOwnFiles, requireSystem } from './bootstrap/system.mjs';
import { buildApps } from './bootstrap/turbo.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [name = '', ...args] = process.argv.slice(2);

async function bootstrap() {
  const command = commandNamed(name);
  // Before anything is downloaded: for Windows (win32) and musl npm has no Node or PostgreSQL of ours.
  requireSystem(process, command.needsBuild === true);
  requireOwnFiles(root);
  const step = steps(line => console.log(line));
  const base = environment(root, process.env);
  const node = await bringNode(root, base, step);
  const pnpm = await bringPnpm(root, base, step);
  const env = environment(root, process.env, { node, pnpm });
  await installPackages(root, { env, pnpm, step });
  if (command.needsBuild) await buildApps(root, { env, node, step });

  env.WATERTIGHT_BOOTSTRAP_PID = String(process.pid); // the shop closes when we are gone
  const child = spawn(node, [...command.node, ...args], { cwd: root, env, stdio: 'inherit' });
  forwardSignals(child);
  child.once('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

bootstrap().catch(error => {
  console.error(error instanceof StepFailedError ? error.message : error);
  process.exitCode = 1;
});
