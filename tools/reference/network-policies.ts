import { type App, apps, layOut } from '@watertight/topology';

const POSTGRES = 5432;
const REDIS = 6379;
const OTLP = 4318;
/** `/metrics` where the usual port is for visitors: INNER_PORT of k8s/base. */
const INNER_PORT = 9464;
/** What people open from outside. */
const doors = ['storefront', 'control-room'];

/** edges.yaml of k8s/components/networkpolicies: one policy an app, along the calls that `npm start` wires. */
export function networkPolicies(): string {
  return [
    '# Made by `npm run reference` from packages/topology. Every connection that is not listed here is refused.',
    policy('nobody', '{}', []),
    policy('names', '{}', ['egress:', `  - { ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }] }`]),
    ...[...layOut().places, { name: 'visitors' }, { name: 'control-room' }]
      .flatMap(({ name }) => apps.filter(app => app.name === name))
      .map(appPolicy),
  ].join('\n---\n');
}

function appPolicy({ name, port, calls: callees, database, redis }: App): string {
  const callers = apps.filter(({ calls }) => calls.includes(name)).map(each => each.name);
  const from = doors.includes(name) ? '' : ` from: [${callers.map(to).join(', ')}],`;
  const ports = doors.includes(name) ? [port, INNER_PORT] : [port];
  const called = apps.filter(each => callees.includes(each.name));
  // Databases and collectors may be anywhere; it is their port that is said.
  const elsewhere = [...(database ? [POSTGRES] : []), ...(redis ? [REDIS] : []), OTLP];
  return policy(name, `{ matchLabels: { app: ${name} } }`, [
    'ingress:',
    `  - {${from} ports: [${ports.map(each => `{ port: ${each} }`).join(', ')}] }`,
    'egress:',
    ...called.map(callee => `  - { to: [${to(callee.name)}], ports: [{ port: ${callee.port} }] }`),
    `  - { ports: [${elsewhere.map(each => `{ port: ${each} }`).join(', ')}] }`,
  ]);
}

const to = (app: string) => `{ podSelector: { matchLabels: { app: ${app} } } }`;

function policy(name: string, pods: string, rules: readonly string[]): string {
  return `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name} }
spec:
  podSelector: ${pods}
  policyTypes: [Ingress, Egress]
${rules.map(rule => `  ${rule}\n`).join('')}`.trimEnd();
}
