import { type App, apps } from '@watertight/topology';
import { root } from '../config.ts';
import { checkManifests } from './check-manifests.ts';
import { readManifests } from './read-manifests.ts';

const manifests = readManifests(root);
const changed = (name: string, change: Partial<App>) =>
  checkManifests(
    manifests,
    apps.map(app => (app.name === name ? { ...app, ...change } : app)),
  );

describe('the manifests of Compose and Kubernetes', () => {
  it('are as packages/topology says', () => {
    expect(checkManifests(manifests)).toEqual([]);
  });

  it('are told the two places that a new service needs, with a sentence that says what to do', () => {
    const [bank] = apps;
    expect(checkManifests(manifests, [...apps, { ...bank!, name: 'parcels', port: 3008 }])).toEqual([
      'docker-compose.yml: add the service parcels (copy a similar one)',
      'k8s/base/parcels.yaml: add this file, with a Deployment and a Service (copy a similar one)',
    ]);
  });

  it.each<[string, Partial<App>, string[]]>([
    [
      'profile',
      { redis: true },
      [
        'docker-compose.yml, service profile: add REDIS_URL, or change the entry of profile in packages/topology',
        'k8s/base/profile.yaml: add REDIS_URL, or change the entry of profile in packages/topology',
      ],
    ],
    [
      'checkout',
      { calls: [] },
      [
        'docker-compose.yml, service checkout: remove PAYMENT_URL, or add that service to the calls of checkout in packages/topology',
        'k8s/base/checkout.yaml: remove PAYMENT_URL, or add that service to the calls of checkout in packages/topology',
      ],
    ],
    [
      'comments',
      { criticality: 'critical' },
      ['k8s/base/comments.yaml: set priorityClassName to watertight-pages, it is watertight-optional'],
    ],
    [
      'search',
      { maxReplicas: 2 },
      ['k8s/components/hpa/search.yaml: 10 replicas of search are more than its maxReplicas, 2: lower the number'],
    ],
  ])('that differ for %s and %j are named', (name, change, sentences) => {
    expect(changed(name, change)).toEqual(sentences);
  });

  it('that start an app which is not declared are named', () => {
    const withoutComments = apps
      .filter(({ name }) => name !== 'comments')
      .map(app => ({ ...app, calls: app.calls.filter(callee => callee !== 'comments') }));
    expect(checkManifests(manifests, withoutComments)).toEqual([
      'docker-compose.yml: remove comments, or declare it in packages/topology/src/apps.ts',
      'k8s/base/comments.yaml: remove comments, or declare it in packages/topology/src/apps.ts',
    ]);
  });
});
