import { composeRunner, composeRuns } from './shop/compose-runner.ts';
import { runCommand } from './shop/run-command.ts';
import { room } from './shop/room.ts';
import { ShopCommandError, type Runner } from './shop/runner.ts';
import { supervisorRunner } from './shop/supervisor-runner.ts';
import { isOpen } from './supervisor/door.ts';

async function runner(): Promise<Runner> {
  if (await isOpen()) return supervisorRunner;
  if (await composeRuns()) return composeRunner;
  throw new ShopCommandError('The shop is not open here: npm start or docker compose up opens it.');
}

try {
  for (const line of await runCommand(process.argv.slice(2), runner, room)) console.log(line);
} catch (error) {
  if (!(error instanceof ShopCommandError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
