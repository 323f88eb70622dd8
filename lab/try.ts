import { giveShopBack } from './experiments/open-shop.ts';
import { ControlRoomError } from './kit/control-room.ts';
import { chargeTwice } from './try/charge-twice.ts';

const exchanges: Record<string, () => Promise<boolean>> = {
  'charge-twice': async () => {
    const { without, withKey } = await chargeTwice(line => console.log(line));
    return without === '1 order, 2 charges' && withKey === '1 order, 1 charge';
  },
};

const [name = ''] = process.argv.slice(2);
const play = exchanges[name];
if (play === undefined) {
  console.error(`npm run try <what>: one of ${Object.keys(exchanges).join(', ')}`);
  process.exitCode = 2;
} else {
  process.once('SIGINT', () => void giveShopBack().finally(() => process.exit(130)));
  try {
    process.exitCode = (await play()) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof ControlRoomError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
