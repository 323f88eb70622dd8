import { optionalText, readEnv, serviceSettings, text, upTo, urls } from '@watertight/service-kit';
import { addressVariable, layOut, type ServiceName } from '@watertight/topology';

/** `paymentUrls` is read from PAYMENT_URL, and so on for every service. */
const serviceUrls = Object.fromEntries(
  layOut().places.map(({ name }) => [`${name}Urls`, urls(addressVariable(name))]),
) as Record<`${ServiceName}Urls`, ReturnType<typeof urls>>;

export const config = readEnv({
  ...serviceSettings('control-room', 8081),
  ...serviceUrls,
  /** The names people open this screen by, separated by commas. */
  allowedHosts: text('ALLOWED_HOSTS', 'localhost,127.0.0.1,[::1]'),
  /** The storefront without its patterns, where it runs beside the other. */
  twinUrl: optionalText('TWIN_URL'),
  /** How many pages a second visitors open from the start on; the screen changes it. */
  visitorsPerSecond: upTo('VISITORS_PER_SECOND', 100, 0),
  /** Only `npm start` has one; with containers the verbs are the engine's. */
  supervisorUrl: optionalText('SUPERVISOR_URL'),
});
