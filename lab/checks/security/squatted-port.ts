import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@watertight/testing/processes';
import { type Finding, finding, type Target } from './attack.ts';
import { StandIn } from './stand-in.ts';

const USUAL = 'http://127.0.0.1:8090';
const LEFT_BEHIND = 'the-token-of-a-shop-that-was-killed';

/**
 * The shop is closed, and another program listens where its supervisor listened: what does `npm start` show it?
 *
 * The folder is as a shop leaves it that was killed: it names the port, and a token is there.
 */
export async function openBesideSquatter<Shop extends Pick<Target, 'opsToken'>>(
  dataDir: string,
  open: () => Promise<Shop>,
): Promise<{ shop: Shop; findings: Finding[] }> {
  const port = await freePort();
  writeFileSync(join(dataDir, 'ports.json'), JSON.stringify({ supervisor: port }));
  writeFileSync(join(dataDir, 'ops-token'), `${LEFT_BEHIND}\n`, { mode: 0o600 });
  await using stack = new AsyncDisposableStack();
  const squatters: StandIn[] = [];
  for (const url of [`http://127.0.0.1:${port}`, USUAL]) {
    const squatter = await StandIn.on(url, () => ({ status: 401, body: {} })).catch(() => undefined); // a shop of the user's is open
    if (squatter !== undefined) squatters.push(stack.use(squatter));
  }
  const shop = await open();
  const heard = squatters.map(squatter => squatter.heard).join('');
  const requests = squatters.reduce((sum, squatter) => sum + squatter.requests, 0);
  const what = heard.includes(LEFT_BEHIND) ? 'an old token, which opens nothing' : 'no token';
  const isGiven = heard.includes(shop.opsToken);
  const observed = `${squatters.length} programs heard ${requests} requests and ${isGiven ? 'the ops token of the open shop' : what}`;
  return { shop, findings: [finding('ops token to a squatted port', !isGiven, observed)] };
}
