import { addressVariable, type App, apps, queueKeysOf, schemeOf } from '@watertight/topology';
import type { KubernetesObject, Manifests, Variables } from './read-manifests.ts';

/** The class of a Deployment follows from what happens without the app. */
const PRIORITY_CLASS = { money: 'watertight-money', critical: 'watertight-pages', optional: 'watertight-optional' };

const queueKeyVariables = new Set(apps.flatMap(({ name }) => Object.keys(queueKeysOf(name))));

/** A patch that is applied to every Deployment. */
const EVERY = 'k8s/base/every-deployment.yaml';

/**
 * Returns a sentence for each place where Compose or Kubernetes differs from packages/topology, and says what to change.
 *
 * Lists of services are not among them: `npm run reference` writes those.
 */
export function checkManifests(manifests: Manifests, all: readonly App[] = apps): string[] {
  return [
    ...all.flatMap(app => [
      ...ofCompose(app, manifests, all),
      ...ofDeployment(app, manifests, all),
      ...ofReplicas(app, manifests),
    ]),
    ...undeclared(manifests, all),
  ];
}

function ofCompose(app: App, { compose }: Manifests, all: readonly App[]): string[] {
  const file = `docker-compose.yml, service ${app.name}`;
  const service = compose[app.name];
  if (service === undefined) return [`docker-compose.yml: add the service ${app.name} (copy a similar one)`];
  const image = service.build?.args?.APP;
  const keys = `identity-${app.name}:/identity:ro`;
  return [
    ...(image === app.name ? [] : [`${file}: set the build argument APP to ${app.name}, it is ${image}`]),
    ...(service.volumes?.includes(keys) ? [] : [`${file}: mount its own keys, ${keys}`]),
    ...ofVariables(file, app, service.environment ?? {}, all),
  ];
}

function ofDeployment(app: App, { kubernetes }: Manifests, all: readonly App[]): string[] {
  const file = `k8s/base/${app.name}.yaml`;
  const objects = kubernetes[file];
  if (objects === undefined) return [`${file}: add this file, with a Deployment and a Service (copy a similar one)`];
  const pod = find(objects, 'Deployment', app)?.spec?.template?.spec;
  const [container] = pod?.containers ?? [];
  const set = container?.env?.map(({ name, value }) => [name, value ?? 'from a Secret']) ?? [];
  const redis = container?.env?.find(({ name }) => name === 'REDIS_URL');
  const expected: (readonly [what: string, found: unknown, wanted: unknown])[] = [
    ['priorityClassName', pod?.priorityClassName, PRIORITY_CLASS[app.criticality]],
    ['the image', container?.image, `watertight-${app.name}`],
    ['the first containerPort', container?.ports?.[0]?.containerPort, app.port],
    ['the port of the Service', find(objects, 'Service', app)?.spec?.ports?.[0]?.port, app.port],
    [
      'the Secret with its keys',
      pod?.volumes?.find(({ name }) => name === 'identity')?.secret?.secretName,
      `identity-${app.name}`,
    ],
    // A service is the user of Redis of its own name.
    ...(redis?.valueFrom
      ? [['the key of REDIS_URL', redis.valueFrom.secretKeyRef?.key, `redis-${app.name}`] as const]
      : []),
  ];
  return [
    ...expected.flatMap(([what, found, wanted]) =>
      found === wanted ? [] : [`${file}: set ${what} to ${String(wanted)}, it is ${String(found)}`],
    ),
    ...ofVariables(file, app, Object.fromEntries(set), all),
  ];
}

const find = (objects: readonly KubernetesObject[], kind: string, { name }: App) =>
  objects.find(each => each.kind === kind && each.metadata?.name === name);

/** The variables that follow from the topology: exact where it knows the value, present or absent where it does not. */
function ofVariables(file: string, app: App, found: Variables, all: readonly App[]): string[] {
  const wanted: Record<string, string> = { PORT: String(app.port), OTEL_SERVICE_NAME: app.name };
  for (const { name, port } of all.filter(each => app.calls.includes(each.name)))
    wanted[addressVariable(name)] = `${schemeOf(app.name, name)}://${name}:${port}`;
  const wrong = Object.entries(wanted).filter(([name, value]) => found[name] !== value);
  const stray = all
    .map(({ name }) => addressVariable(name))
    // The storefront's footer links to the control room, which it does not call.
    .filter(name => name in found && !(name in wanted) && name !== addressVariable('control-room'));
  const stores: [variable: string, uses: boolean][] = [
    ['DATABASE_URL', app.database !== null],
    ['REDIS_URL', app.redis],
    ...[...queueKeyVariables].map((name): [string, boolean] => [name, name in queueKeysOf(app.name)]),
  ];
  return [
    ...wrong.map(([name, value]) => `${file}: set ${name} to ${value}, it is ${found[name]}`),
    ...stray.map(
      name => `${file}: remove ${name}, or add that service to the calls of ${app.name} in packages/topology`,
    ),
    ...stores.flatMap(([name, uses]) =>
      uses === name in found
        ? []
        : [`${file}: ${uses ? 'add' : 'remove'} ${name}, or change the entry of ${app.name} in packages/topology`],
    ),
  ];
}

function ofReplicas({ name, maxReplicas }: App, { kubernetes }: Manifests): string[] {
  return Object.entries(kubernetes).flatMap(([path, objects]) =>
    objects
      .flatMap(({ kind, metadata, spec, replicas }) => [
        ...(metadata?.name === name && (kind === 'Deployment' || kind === 'HorizontalPodAutoscaler')
          ? [spec?.replicas ?? 0, spec?.maxReplicas ?? 0]
          : []),
        ...(Array.isArray(replicas) ? replicas.filter(each => each.name === name).map(({ count }) => count) : []),
      ])
      .filter(count => count > maxReplicas)
      .map(
        count =>
          `${path}: ${count} replicas of ${name} are more than its maxReplicas, ${maxReplicas}: lower the number`,
      ),
  );
}

/** What a manifest starts and the topology does not know. The twin is the storefront again, without its patterns. */
function undeclared({ compose, kubernetes }: Manifests, all: readonly App[]): string[] {
  const known = new Set([...all.map(({ name }) => name), 'storefront-twin', 'identity']); // the last one makes the keys of the others, and ends
  const started: [file: string, name: string][] = [
    ...Object.entries(compose).flatMap(([name, { build }]): [string, string][] =>
      build ? [['docker-compose.yml', name]] : [],
    ),
    ...Object.entries(kubernetes).flatMap(([path, objects]) =>
      objects
        .filter(({ kind }) => kind === 'Deployment' && path.startsWith('k8s/base/') && path !== EVERY)
        .map(({ metadata }): [string, string] => [path, metadata?.name ?? '']),
    ),
  ];
  return started
    .filter(([, name]) => !known.has(name))
    .map(([file, name]) => `${file}: remove ${name}, or declare it in packages/topology/src/apps.ts`);
}
