import { chargeTwice } from './try/charge-twice.ts';
import { shopHere, TryError } from './try/shop.ts';

const exchanges: Record<string, () => Promise<boolean>> = {
  'charge-twice': async () => {
    const { naively, withKey } = await chargeTwice(shopHere(), line => console.log(line));
    return naively === 2 && withKey === 1;
  },
};

const [name = ''] = process.argv.slice(2);
const play = exchanges[name];
if (play === undefined) {
  console.error(`npm run try <what>: one of ${Object.keys(exchanges).join(', ')}`);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = (await play()) ? 0 : 1;
  } catch (error) {
    const isClosed = error instanceof TypeError; // fetch: nothing listens there
    if (!isClosed && !(error instanceof TryError)) throw error;
    console.error(isClosed ? 'The shop is not open here: npm start opens it.' : error.message);
    process.exitCode = 1;
  }
}
