import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressVariable, type App, apps, queueKeysOf, redisUsers, schemeOf } from '@watertight/topology';

/** Lines of a hand-written file that follow from packages/topology. They stand between two comments: */
const BEGIN = 'Made by `npm run reference`:';
const END = 'End of';

interface Block {
  readonly path: string;
  /** As in the two comments. */
  readonly name: string;
  readonly lines: readonly string[];
}

const LOCAL = 'k8s/overlays/local/kustomization.yaml';
const PRODUCTION = 'k8s/overlays/production/kustomization.yaml';

/** Every list of services and addresses in the scripts and manifests. */
function blocksOf(all: readonly App[], version: string): Block[] {
  const names = all.map(({ name }) => name);
  const owners = all.filter(({ database }) => database !== null).map(({ name }) => name);
  const users = Object.keys(redisUsers);
  const images = (tag: string) => names.map(name => `- { name: watertight-${name}, newTag: ${tag} }`);
  return [
    {
      path: 'tools/containers/create-databases.sh',
      name: 'the services with a database',
      lines: [`for service in ${owners.join(' ')}; do`],
    },
    {
      path: 'tools/containers/start-redis.sh',
      name: 'the users of Redis',
      lines: users.map(name => `user ${name} "$${redisPassword(name)}" '${redisUsers[name]}'`),
    },
    { path: 'k8s/base/kustomization.yaml', name: 'the apps', lines: names.map(name => `- ${name}.yaml`) },
    {
      path: LOCAL,
      name: 'the databases',
      lines: owners.map(name => `- ${name}=postgres://${name}:watertight-development-${name}@postgres:5432/${name}`),
    },
    {
      path: LOCAL,
      name: 'the passwords of the databases',
      lines: owners.map(name => `- ${name.toUpperCase()}_PASSWORD=watertight-development-${name}`),
    },
    ...secretsOfRedis(names, users),
    { path: LOCAL, name: 'the images', lines: images('latest') },
    { path: PRODUCTION, name: 'the images', lines: images(`'${version}'`) },
    ...all.filter(({ calls }) => calls.length > 0).map(app => addresses(app, all)),
  ];
}

const secretsOfRedis = (names: readonly string[], users: readonly string[]): Block[] => [
  {
    path: LOCAL,
    name: 'the addresses of Redis',
    lines: users.map(name => `- redis-${name}=redis://${name}:watertight-development-${name}@redis:6379`),
  },
  {
    path: LOCAL,
    name: 'the passwords of Redis',
    lines: users.map(name => `- ${redisPassword(name)}=watertight-development-${name}`),
  },
  {
    path: LOCAL,
    name: 'the keys of the queues',
    lines: names
      .filter(name => 'QUEUE_KEY' in queueKeysOf(name))
      .map(name => `- ${name}=watertight-development-queues-of-${name}`),
  },
];

const redisPassword = (user: string) => `${user.toUpperCase().replaceAll('-', '_')}_REDIS_PASSWORD`;

function addresses({ name, calls }: App, all: readonly App[]): Block {
  const called = calls.flatMap(callee => all.filter(each => each.name === callee));
  return {
    path: `k8s/base/${name}.yaml`,
    name: 'the addresses of the services it calls',
    lines: called.map(
      callee =>
        `- { name: ${addressVariable(callee.name)}, value: '${schemeOf(name, callee.name)}://${callee.name}:${callee.port}' }`,
    ),
  };
}

/** Returns the files with such lines, the lines as they should be, by path. @throws Error a file lacks the two comments */
export function filesWithBlocks(root: string, all: readonly App[] = apps): Record<string, string> {
  const textOf = (path: string) => readFileSync(join(root, path), 'utf8');
  const { version } = JSON.parse(textOf('package.json')) as { version: string };
  const files: Record<string, string> = {};
  for (const block of blocksOf(all, version)) {
    if (!existsSync(join(root, block.path))) continue; // the check of the manifests names it
    files[block.path] = withBlock(files[block.path] ?? textOf(block.path), block);
  }
  return files;
}

/** Replaces the lines between the two comments, with the indent of the first. */
function withBlock(text: string, { path, name, lines }: Block): string {
  const comments = new RegExp(`^( *)# ${BEGIN} ${name}$[^]*?^ *# ${END} ${name}$`, 'm');
  const indent = comments.exec(text)?.[1];
  if (indent === undefined)
    throw new Error(`${path}: add the comments "# ${BEGIN} ${name}" and "# ${END} ${name}" around ${name}`);
  const block = [`# ${BEGIN} ${name}`, ...lines, `# ${END} ${name}`];
  return text.replace(comments, () => block.map(line => indent + line).join('\n'));
}
