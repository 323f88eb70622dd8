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
  async read(name) {
    const found = await kubectl(['get', 'secret', secretOf(name), '--ignore-not-found', '--output=json']);
    const { data = {} } = (found === '' ? {} : JSON.parse(found)) as { data?: Record<string, string> };
    const text = (file: string) => Buffer.from(data[file] ?? '', 'base64').toString();
    return { authorities: text('ca.crt'), certificate: text('tls.crt') };
  },
  async write(name, files) {
    const found = await kubectl(['get', 'secret', secretOf(name), '--ignore-not-found', '--output=json']);
    const isNew = found === '';
    const metadata = { name: secretOf(name) };
    const secret: object = isNew ? { apiVersion: 'v1', kind: 'Secret', metadata } : JSON.parse(found);
    // By standard input: the other users of a machine can read command lines. `replace` fails if it was changed meanwhile.
    await kubectl([isNew ? 'create' : 'replace', '--filename=-'], JSON.stringify({ ...secret, stringData: files }));
  },
};

const secretOf = (name: string) => `identity-${name}`;

async function kubectl(words: readonly string[], input = ''): Promise<string> {
  const all = ['--namespace', NAMESPACE, '--request-timeout=30s', ...words];
  const running = promisify(execFile)('kubectl', all, { env: config.env() });
  running.child.stdin?.on('error', () => {}).end(input); // a kubectl that ends before it reads says why itself
  const { stdout } = await running.catch((error: Error & { stderr?: string }) => {
    const why = error.stderr?.trim().split('\n').at(-1) || error.message;
    throw new ShopCommandError(`kubectl ${words.slice(0, 3).join(' ')}: ${why}`);
  });
  return stdout;
}
