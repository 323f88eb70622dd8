import { StepFailedError } from './run.mjs';

/**
 * What each npm script runs, with the environment ready: Node 24 and the packages, and the apps where they are started.
 * @type {Record<string, { node: string[], needsBuild?: boolean }>}
 */
const commands = {
  start: { node: ['tools/start.ts'], needsBuild: true },
  test: { node: ['tools/test.ts'] },
  check: { node: ['tools/check.ts'] },
  format: { node: ['node_modules/oxfmt/bin/oxfmt'] },
  reference: { node: ['tools/reference.ts'] },
  shop: { node: ['tools/shop.ts'] },
  'keys:k8s': { node: ['tools/kubernetes-keys.ts'] },
  reset: { node: ['tools/reset.ts'] },
  trace: { node: ['lab/trace.ts'] },
  tour: { node: ['lab/tour.ts'] },
  pictures: { node: ['lab/pictures.ts'] },
  bench: { node: ['lab/bench/run.ts'] },
  lab: { node: ['lab/lab.ts'] },
  model: { node: ['lab/model/run.ts'] },
  mutate: { node: ['tools/mutate.ts'] },
  figures: { node: ['tools/figures.ts'] },
  matrix: { node: ['lab/matrix/run.ts'] },
  'rehearse:k8s': { node: ['lab/rehearse/kubernetes.ts'] },
  'rehearse:compose': { node: ['lab/rehearse/compose.ts'] },
  'rehearse:neighbor': { node: ['lab/rehearse/neighbor.ts'] },
  'rehearse:abuse': { node: ['lab/rehearse/abuse.ts'] },
  fuzz: { node: ['lab/fuzz/run.ts'] },
  'rehearse:opening': { node: ['lab/rehearse/opening.ts'] },
  'check:money': { node: ['lab/checks/money/run.ts'] },
  'check:security': { node: ['lab/checks/security/run.ts'] },
};

/** @param {string} name */
export function commandNamed(name) {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) return command;
  throw new StepFailedError(`There is no "${name}" here; there are: ${Object.keys(commands).join(', ')}.`);
}
