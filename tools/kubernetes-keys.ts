import { renewKubernetesKeys } from './shop/kubernetes-keys.ts';
import { ShopCommandError } from './shop/runner.ts';

/** `npm run keys:k8s`: before the first `kubectl apply`, for a namespace that is there. */
try {
  await renewKubernetesKeys();
  console.log('each service has a key, in a Secret identity-<service>');
} catch (error) {
  if (!(error instanceof ShopCommandError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
