import { optionalText, readEnv, serviceSettings, upTo, urls } from '@watertight/service-kit';

export const config = readEnv({
  ...serviceSettings('visitors', 3009),
  storefrontUrls: urls('STOREFRONT_URL'),
  checkoutUrls: urls('CHECKOUT_URL'),
  bankUrls: urls('BANK_URL'),
  /** The storefront without its patterns, if it runs beside the other. */
  twinUrl: optionalText('TWIN_URL'),
  /** How many pages a second visitors open from the start on; the control room changes it. */
  visitorsPerSecond: upTo('VISITORS_PER_SECOND', 100, 0),
});
