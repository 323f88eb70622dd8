import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { apps, addressVariable } from '@watertight/topology';
import { roomAuthorization } from '@watertight/contracts/control-room';
import { launchApp, roomKeyOfTests, type AppProcess } from '@watertight/testing/processes';
import { until } from '@watertight/testing';
import { bundle } from './bundle.ts';
import { root } from './config.ts';

const page = readFileSync(join(root, 'docs/how-to/add-a-service.md'), 'utf8');
/** The files that the page writes out, by path. */
const files = Object.fromEntries(
  [...page.matchAll(/^\s*```(?:ts|json) title=(\S+)\n([\s\S]*?)^\s*```$/gm)].map(([, path = '', text = '']) => [
    path,
    text,
  ]),
);
const TOPOLOGY = 'packages/topology/src/apps.ts';

describe('docs/how-to/add-a-service.md', () => {
  const copy = mkdtempSync(join(tmpdir(), 'watertight-add-a-service-'));
  const started: AppProcess[] = [];
  afterAll(async () => {
    await Promise.all(started.map(app => app.kill()));
    rmSync(copy, { recursive: true, force: true });
  });

  const start = async (name: string, env: Record<string, string>) =>
    launchApp(name, env, { buildDir: join(copy, 'build'), onStart: app => void started.push(app) });

  it('leads to a service that runs, and that the map of the control room shows as ready', async () => {
    copyWhatIsNeeded(copy);
    await build(copy);
    const parcels = await start('parcels', {});
    const silent = 'http://127.0.0.1:9'; // the other services are not part of this test
    const addresses = Object.fromEntries(apps.map(({ name }) => [addressVariable(name), silent]));
    const room = await start('control-room', { ...addresses, PARCELS_URL: parcels.url });
    const screen = async () => {
      const authorization = await roomAuthorization(roomKeyOfTests, 'GET', room.url);
      return (await fetch(room.url, { headers: { authorization } })).text();
    };
    const node = async () => /<a id="node-parcels"[^>]*>/.exec(await screen())?.[0] ?? '';
    expect(await until(async () => /parcels: (ready|running)/.test(await node()), { withinMs: 10_000 })).toBe(true);
    expect(await screen()).toContain('id="edge-storefront-parcels"');
  }, 60_000);
});

function copyWhatIsNeeded(copy: string): void {
  for (const path of ['packages', 'apps/control-room', 'package.json', 'tsconfig.json'])
    cpSync(join(root, path), join(copy, path), { recursive: true, verbatimSymlinks: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const [path, text] of Object.entries(files).filter(([path]) => path !== TOPOLOGY)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  }
  linkDependencies(copy, 'apps/parcels');
  const declared = readFileSync(join(copy, TOPOLOGY), 'utf8');
  const entry = files[TOPOLOGY] ?? '';
  const changed = declared
    .replace("  {\n    name: 'storefront',", `${entry}  {\n    name: 'storefront',`)
    .replace("'recommendations', 'comments'],", "'recommendations', 'comments', 'parcels'],");
  writeFileSync(join(copy, TOPOLOGY), changed);
}

/** Does for a new app what the next installation does: links what its package.json names, and nothing else. */
function linkDependencies(copy: string, app: string): void {
  const { dependencies } = JSON.parse(readFileSync(join(copy, app, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const name of Object.keys(dependencies)) {
    const link = join(copy, app, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(copy, 'apps/control-room/node_modules', name), link);
  }
}

async function build(copy: string): Promise<void> {
  const built = await bundle(copy, [
    { in: 'apps/parcels/src/main.ts', out: 'parcels/src/main' },
    { in: 'apps/control-room/src/main.ts', out: 'control-room/src/main' },
    { in: 'packages/telemetry/src/start.ts', out: 'telemetry/start' },
  ]);
  for (const { path, contents } of built) {
    const place = join(copy, relative(copy, path));
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, contents);
  }
  cpSync(join(copy, 'apps/control-room/assets'), join(copy, 'build/control-room/assets'), { recursive: true });
}
