import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apps } from '@watertight/topology';
import { root } from '../config.ts';
import { filesWithBlocks } from './topology-blocks.ts';

const [bank] = apps;
const parcels = { ...bank!, name: 'parcels', port: 3008 };
const withParcels = apps.map(app => (app.name === 'storefront' ? { ...app, calls: [...app.calls, 'parcels'] } : app));

describe('the lines of scripts and manifests that follow from packages/topology', () => {
  it('name a new service with a database, called by the storefront, in 5 files', () => {
    const [before, after] = [filesWithBlocks(root), filesWithBlocks(root, [parcels, ...withParcels])];
    const added = Object.entries(after).map(([path, text]) => [
      path,
      text.split('\n').filter(line => !before[path]?.split('\n').includes(line)),
    ]);
    expect(Object.fromEntries(added.filter(([, lines]) => lines?.length !== 0))).toEqual({
      'tools/containers/create-databases.sh': [expect.stringMatching(/^for service in parcels bank .+; do$/)],
      'k8s/base/kustomization.yaml': ['  - parcels.yaml'],
      'k8s/base/storefront.yaml': ["            - { name: PARCELS_URL, value: 'https://parcels:3008' }"],
      'k8s/overlays/local/kustomization.yaml': [
        '      - PARCELS_PASSWORD=watertight-development-parcels',
        '      - parcels=postgres://parcels:watertight-development-parcels@postgres:5432/parcels',
        '  - { name: watertight-parcels, newTag: latest }',
      ],
      'k8s/overlays/production/kustomization.yaml': ["  - { name: watertight-parcels, newTag: '0.1.0' }"],
    });
  });

  it('are refused in a file without the two comments, with a sentence that names them', () => {
    const empty = mkdtempSync(join(tmpdir(), 'topology-blocks-'));
    mkdirSync(join(empty, 'k8s/base'), { recursive: true });
    writeFileSync(join(empty, 'package.json'), '{"version":"1.0.0"}');
    writeFileSync(join(empty, 'k8s/base/kustomization.yaml'), 'resources:\n');
    expect(() => filesWithBlocks(empty)).toThrow(
      'k8s/base/kustomization.yaml: add the comments "# Made by `npm run reference`: the apps" and "# End of the apps"',
    );
    rmSync(empty, { recursive: true });
  });
});
