import { type App, apps, layOut } from '@watertight/topology';

/** What runs outside of the shop's namespace, by the label of its namespace: `watertight/provides: postgres`. */
const outside = { postgres: 5432, redis: 6379, traces: 4318 } as const;
/** The label of namespaces from which the control room is opened, or `/metrics` are read. */
const MAY = 'watertight/may';
/** `/metrics` where the usual port is for visitors: INNER_PORT of k8s/base. */
const INNER_PORT = 9464;

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
  const called = apps.filter(each => callees.includes(each.name));
  const elsewhere = [
    ...(database ? ['postgres' as const] : []),
    ...(redis ? ['redis' as const] : []),
    'traces' as const,
  ];
  return policy(name, `{ matchLabels: { app: ${name} } }`, [
    'ingress:',
    ...ingressOf(name, port),
    'egress:',
    ...called.map(callee => `  - { to: [${pods(callee.name)}], ports: [{ port: ${callee.port} }] }`),
    ...elsewhere.map(what => `  - { to: [${providing(what)}], ports: [{ port: ${outside[what]} }] }`),
  ]);
}

/** Who may connect to an app: its callers, visitors of the storefront from anywhere, and who carries a label for the rest. */
function ingressOf(name: string, port: number): string[] {
  const callers = apps.filter(({ calls }) => calls.includes(name)).map(each => each.name);
  const metrics = `  - { from: [${whoMay('read-metrics')}], ports: [{ port: ${INNER_PORT} }] }`;
  if (name === 'storefront') return [`  - { ports: [{ port: ${port} }] }`, metrics];
  if (name === 'control-room')
    return [`  - { from: [${whoMay('open-control-room')}], ports: [{ port: ${port} }] }`, metrics];
  return [`  - { from: [${[...callers.map(pods), whoMay('read-metrics')].join(', ')}], ports: [{ port: ${port} }] }`];
}

const pods = (app: string) => `{ podSelector: { matchLabels: { app: ${app} } } }`;
const whoMay = (what: string) => `{ namespaceSelector: { matchLabels: { ${MAY}: ${what} } } }`;
const providing = (what: string) => `{ namespaceSelector: { matchLabels: { watertight/provides: ${what} } } }`;

function policy(name: string, pods: string, rules: readonly string[]): string {
  return `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name} }
spec:
  podSelector: ${pods}
  policyTypes: [Ingress, Egress]
${rules.map(rule => `  ${rule}\n`).join('')}`.trimEnd();
}
