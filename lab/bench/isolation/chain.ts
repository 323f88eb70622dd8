import { fileURLToPath } from 'node:url';
import { fails, openCallee } from '../../kit/callee.ts';
import { RealShop } from '../../kit/real-shop.ts';
import { print } from '../figure.ts';
import { conclusive, openLoop } from '../../kit/open-loop.ts';

const CALLS = 1000;
const PER_SECOND = 20;
const links = ['first', 'second', 'third'];
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const program = ['--import', here('compile.ts'), here('link.ts')];

/** 1,000 calls through a chain of three services over a fourth that fails them all: how often the fourth is asked. */
export async function benchChain(): Promise<void> {
  for (const isGuarded of [true, false]) {
    const how = isGuarded ? 'with budgets and Retry-Allowed' : 'without either';
    const seen = await conclusive(`chain, ${how}`, () => callChain(isGuarded));
    print({
      what: `${CALLS} calls through three services over a dead fourth, ${how}: calls at the fourth`,
      value: seen.asked,
      unit: 'calls',
      ...(isGuarded ? { target: 1.2 * CALLS + 10 } : { target: 60 * CALLS, targetIs: 'least' }),
    });
  }
}

async function callChain(isGuarded: boolean): Promise<{ asked: number; latenessMs: number }> {
  await using fourth = await openCallee(fails);
  await using chain = await new RealShop({
    apps: links.map(name => ({ name, program })),
    databases: { redis: false },
    environment: (name, shop) => ({
      GUARDED: isGuarded ? 'yes' : 'no',
      MAX_IN_FLIGHT: '10000', // each of the three may have all the calls that the ones before it can make under way
      NEXT_URL: name === 'third' ? fourth.url : shop.urlOf(links[links.indexOf(name) + 1] ?? ''),
    }),
  }).open();
  const call = () => fetch(`${chain.urlOf('first')}/pass`).then(answer => answer.arrayBuffer());
  const { latenessMs } = await openLoop({ perSecond: PER_SECOND, forMs: (CALLS / PER_SECOND) * 1000, call });
  return { asked: fourth.asked, latenessMs };
}
