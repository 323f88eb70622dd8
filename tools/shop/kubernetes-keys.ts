import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Place, renewIdentities } from '@watertight/identity';
import { apps } from '@watertight/topology';
import { config, SECOND } from '../config.ts';
import { ShopCommandError } from './runner.ts';

const NAMESPACE = 'watertight';
/** A kubelet looks at Secrets once a minute, and keeps what it saw for another half. */
const BELIEVED_AFTER_MS = 100 * SECOND;

/** Gives each service of the cluster a key, in a Secret of its own. Of a shop that is open it renews them, which takes 200 s. */
export function renewKubernetesKeys(): Promise<void> {
  const names = apps.map(({ name }) => name);
  return renewIdentities(secrets, names, { believedAfterMs: BELIEVED_AFTER_MS });
}

/** A Secret `identity-<service>` for each service. */
const secrets: Place = {
  async authorities(name) {
    const encoded = await kubectl(
      'get',
      'secret',
      secretOf(name),
      '--ignore-not-found',
      '--output=jsonpath={.data.ca\\.crt}',
    );
    return encoded === '' ? undefined : Buffer.from(encoded, 'base64').toString();
  },
  async write(name, files) {
    const found = await kubectl('get', 'secret', secretOf(name), '--ignore-not-found', '--output=name');
    if (found === '') await kubectl('create', 'secret', 'generic', secretOf(name));
    await kubectl(
      'patch',
      'secret',
      secretOf(name),
      '--type=merge',
      `--patch=${JSON.stringify({ stringData: files })}`,
    );
  },
};

const secretOf = (name: string) => `identity-${name}`;

async function kubectl(...words: string[]): Promise<string> {
  const all = ['--namespace', NAMESPACE, '--request-timeout=30s', ...words];
  const { stdout } = await promisify(execFile)('kubectl', all, { env: config.env() }).catch(
    (error: Error & { stderr?: string }) => {
      // Not the words themselves: one of them is a key.
      const why = error.stderr?.trim().split('\n').at(-1) || 'kubectl cannot be run';
      throw new ShopCommandError(`kubectl ${words.slice(0, 3).join(' ')}: ${why}`);
    },
  );
  return stdout;
}
