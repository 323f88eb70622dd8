import { setTimeout as sleep } from 'node:timers/promises';
import { lookUntil } from '@watertight/testing/until';
import { type Attack, finding } from './attack.ts';
import { Browser, countStatuses, newAddress } from './browser.ts';
import type { Answer } from './wire.ts';

const CROWD = 120;
const FLOODED_MS = 6000;
const GROWS_MS = 1500;
const TRIED_MS = 3000;

/** A crowd of wrong sign-ins from one address takes neither sign-in nor account from the others. */
export const signInFlood: Attack = {
  name: 'sign-in-flood',
  async run({ shop }) {
    const owner = new Browser(shop);
    const { email, password } = await owner.registered();
    const from = newAddress();
    const untilMs = performance.now() + FLOODED_MS;
    let sent = 0;
    const flood = Array.from({ length: CROWD }, async () => {
      while (performance.now() < untilMs) {
        sent += 1;
        await new Browser(shop, from).signIn(`flood-${sent}@example.com`, 'wrong wrong wrong');
      }
    });
    await sleep(GROWS_MS);
    const [accounts, signIns, pages]: [Answer[], Answer[], Answer[]] = [[], [], []];
    while (performance.now() < untilMs - GROWS_MS) {
      accounts.push(await owner.get('/account'));
      // A customer tries again after a moment: while the crowd is new, all sign-ins compete for the same permits.
      const signIn = () => new Browser(shop).signIn(email, password);
      const isIn = ({ status }: Answer) => status === 303;
      signIns.push((await lookUntil(signIn, isIn, { withinMs: TRIED_MS, everyMs: 500 })).seen);
      pages.push(await new Browser(shop).get('/'));
    }
    await Promise.all(flood);
    const held =
      [...accounts, ...pages].every(({ status }) => status === 200) && signIns.every(({ status }) => status === 303);
    const observed = `${sent} wrong ones, ${CROWD} at once: account pages ${countStatuses(accounts)}; right passwords ${countStatuses(signIns)}; home ${countStatuses(pages)}`;
    return [finding('sign-in flood', held && accounts.length > 0, observed)];
  },
};
