import {
  oneOf,
  optionalSecret,
  optionalText,
  readEnv,
  serviceSettings,
  settingsForBrowsers,
  urls,
} from '@watertight/service-kit';
import { addressVariable, layOut, type ServiceName } from '@watertight/topology';

/** `paymentUrls` is read from PAYMENT_URL, and so on for every service. */
const serviceUrls = Object.fromEntries(
  layOut().places.map(({ name }) => [`${name}Urls`, urls(addressVariable(name))]),
) as Record<`${ServiceName}Urls`, ReturnType<typeof urls>>;

export const config = readEnv({
  ...serviceSettings('control-room', 8081),
  ...settingsForBrowsers,
  ...serviceUrls,
  /** The storefront without its patterns, if it runs beside the other. */
  twinUrl: optionalText('TWIN_URL'),
  /** Where the simulated visitors answer; without it the screen shows none. */
  visitorsUrl: optionalText('VISITORS_URL'),
  /** Links that open it are signed with this key, and requests of programs. Without it, it makes a key and writes a link to its log. */
  roomKey: optionalSecret('ROOM_KEY'),
  /** Where browsers reach it, for those links. Default: localhost and its port. */
  url: optionalText('CONTROL_ROOM_URL'),
  /** Whether its buttons act on the shop. Default `on`, and `off` with NODE_ENV=production. */
  buttons: oneOf('BUTTONS', ['on', 'off'], process.env['NODE_ENV'] === 'production' ? 'off' : 'on'),
  /** Opens `/v1/traces`; made anew at each start where there is none, so that no spans are accepted. */
  tracesToken: optionalText('TRACES_TOKEN'),
  /** `unix:` and the path of its socket. Only `npm start` has one; in containers the engine's own commands apply. */
  supervisorUrl: optionalText('SUPERVISOR_URL'),
});
