import { settingsOf } from '@watertight/service-kit';
import { apps as processes } from '../supervisor/process-table.ts';
import { apps, hasDatabase } from './apps.ts';

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
    '# Made by `npm run reference` from the table of processes. Nobody speaks to anybody, but as said here.',
    policy('nobody', '{}', []),
    policy('names', '{}', ['egress:', `  - { ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }] }`]),
    ...apps.map(appPolicy),
  ].join('\n---\n');
}

function appPolicy(app: (typeof apps)[number]): string {
  const { name } = app;
  const own = processes.find(each => each.name === name);
  const callers = processes.filter(({ calls }) => calls.includes(name)).map(each => each.name);
  const from = doors.includes(name) ? '' : ` from: [${callers.map(to).join(', ')}],`;
  const ports = doors.includes(name) ? [own?.port, INNER_PORT] : [own?.port];
  const called = processes.filter(each => own?.calls.includes(each.name));
  // Databases and collectors may be anywhere; it is their port that is said.
  const elsewhere = [...(hasDatabase(app) ? [POSTGRES] : []), ...(usesRedis(app) ? [REDIS] : []), OTLP];
  return policy(name, `{ matchLabels: { app: ${name} } }`, [
    'ingress:',
    `  - {${from} ports: [${ports.map(port => `{ port: ${port} }`).join(', ')}] }`,
    'egress:',
    ...called.map(callee => `  - { to: [${to(callee.name)}], ports: [{ port: ${callee.port} }] }`),
    `  - { ports: [${elsewhere.map(port => `{ port: ${port} }`).join(', ')}] }`,
  ]);
}

const usesRedis = ({ config }: (typeof apps)[number]) =>
  Object.values(settingsOf(config)).some(({ variable }) => variable === 'REDIS_URL');

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
