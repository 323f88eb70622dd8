import { type Attack, nothingWrong } from './attack.ts';
import { ask } from './wire.ts';

const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };
const buttons: [path: string, body: string][] = [
  ['/patterns/all/off', ''],
  ['/faults', 'service=search&kind=crash'],
  ['/visitors', 'perSecond=100'],
  ['/processes/search/kill', ''],
  ['/policies/storefront/search/retry/off', ''],
  ['/lab/runs', 'experiment=retry'],
  ['/heal', ''],
];

/** With NODE_ENV=production the control room changes nothing, and shows nothing to a program without a login. */
export const productionRoom: Attack = {
  name: 'production-room',
  on: 'production',
  async run({ room, shop }) {
    const done: string[] = [];
    for (const [path, body] of buttons) {
      const { status } = await ask('POST', room + path, { headers, body });
      if (status < 400) done.push(`${path}: ${status}`);
    }
    const state = await ask('GET', `${room}/api/state`);
    const shown = /"pipelines"|"services"/.test(state.text) ? [`/api/state: ${state.status}`] : [];
    const page = await ask('GET', shop);
    const closed = page.status === 200 ? [] : [`the shop answers ${page.status}`];
    return [
      nothingWrong('buttons in production', done, `${buttons.length} buttons refused`),
      nothingWrong('state in production', [...shown, ...closed], `/api/state without a login: ${state.status}`),
    ];
  },
};
