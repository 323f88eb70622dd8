import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Attack, finding, type Finding, nothingWrong, type Target } from './attack.ts';
import { StandIn } from './stand-in.ts';
import { ask, askJson } from './wire.ts';

/** The control room looks at each service four times a second. */
const LISTENED_MS = 3000;
const fromOurPage = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };
const buttons = [
  '/processes/comments/kill',
  '/patterns/all/off',
  '/visitors',
  '/faults',
  '/services/storefront/reset',
  '/heal',
];

/** Another local program presses buttons of the control room, and listens where a service of the shop listened. */
export const opsToken: Attack = {
  name: 'ops-token',
  run: async target => [await pressed(target), await heard(target), await variables(target), files(target)],
};

/** One header, which a browser sends and every program can write, is no login. */
async function pressed({ room }: Target): Promise<Finding> {
  const done: string[] = [];
  for (const path of buttons) {
    const { status } = await ask('POST', room + path, {
      headers: fromOurPage,
      body: 'perSecond=0&service=search&kind=slow&forMs=1000',
    });
    if (status < 400) done.push(`${path}: ${status}`);
  }
  return nothingWrong('buttons without a login', done, `${buttons.length} buttons refused`);
}

async function heard(target: Target): Promise<Finding> {
  const url = target.urlOf('comments');
  if (url === undefined) return finding('ops token to a stand-in', true, 'comments has no port');
  await target.owner('stop', 'comments');
  try {
    await using standIn = await StandIn.on(url, () => ({ status: 200, body: {} }));
    await sleep(LISTENED_MS);
    const isGiven = standIn.heard.includes(target.opsToken);
    return finding(
      'ops token to a stand-in',
      !isGiven,
      `a program in place of comments heard ${standIn.requests} requests, the ops token ${isGiven ? 'in them' : 'in none'}`,
    );
  } finally {
    await target.owner('start', 'comments');
    await target.owner('heal');
  }
}

/** With the token a process may be restarted, and not be given a program to run. */
async function variables(target: Target): Promise<Finding> {
  const url = target.urlOf('supervisor');
  if (url === undefined) return finding('variables by the supervisor', true, 'the supervisor has no port');
  const anonymous = await askJson('GET', `${url}/processes`);
  const env = { NODE_OPTIONS: '--import=/tmp/none.mjs' };
  const authorization = `Bearer ${target.opsToken}`;
  const { status } = await askJson('POST', `${url}/processes/comments/start`, { env }, { authorization });
  const held = anonymous.status >= 400 && (status === 0 || status >= 400);
  return finding(
    'variables by the supervisor',
    held,
    `without the token ${anonymous.status}; NODE_OPTIONS with it ${status}`,
  );
}

/** What another user of the machine may open in the folder of the shop: it holds passwords, tokens and sockets. */
function files({ dataDir }: Target): Finding {
  const open = [...openToOthers(dataDir)].filter(path => !/ports\.json$|-at$/.test(path));
  return nothingWrong('files of other users', open, "data, tokens and sockets are their owner's alone");
}

/** Files that others may read and sockets that others may write, as far as the folders above them let others in. */
function* openToOthers(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const about = statSync(path, { throwIfNoEntry: false });
    if (about === undefined) continue; // it has just gone
    const [READ, WRITE, ENTER] = [0o004, 0o002, 0o001];
    if (about.isDirectory()) {
      if ((about.mode & ENTER) !== 0) yield* openToOthers(path);
    } else if ((about.mode & (about.isSocket() ? WRITE : READ)) !== 0) yield path;
  }
}
