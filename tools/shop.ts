import { composeRunner, composeRuns } from './shop/compose-runner.ts';
import { kubernetesRunner, kubernetesRuns } from './shop/kubernetes-runner.ts';
import { runCommand } from './shop/run-command.ts';
import { room } from './shop/room.ts';
import { ShopCommandError, type Runner } from './shop/runner.ts';
import { supervisorRunner } from './shop/supervisor-runner.ts';
import { isOpen } from './supervisor/door.ts';

async function runner(): Promise<Runner> {
  if (await isOpen()) return supervisorRunner;
  if (await composeRuns()) return composeRunner;
  if (await kubernetesRuns()) return kubernetesRunner;
  throw new ShopCommandError(
    'The shop is not open here: npm start, docker compose up or kubectl apply -k k8s/overlays/local opens it.',
  );
}

try {
  for (const line of await runCommand(process.argv.slice(2), runner, room)) console.log(line);
} catch (error) {
  if (!(error instanceof ShopCommandError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
