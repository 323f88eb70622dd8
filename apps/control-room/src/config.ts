import { optionalText, readEnv, serviceSettings, text, upTo, urls } from '@watertight/service-kit';

export const config = readEnv({
  ...serviceSettings('control-room', 8081),
  storefrontUrls: urls('STOREFRONT_URL'),
  searchUrls: urls('SEARCH_URL'),
  checkoutUrls: urls('CHECKOUT_URL'),
  profileUrls: urls('PROFILE_URL'),
  paymentUrls: urls('PAYMENT_URL'),
  recommendationsUrls: urls('RECOMMENDATIONS_URL'),
  commentsUrls: urls('COMMENTS_URL'),
  bankUrls: urls('BANK_URL'),
  /** The names people open this screen by, separated by commas. */
  allowedHosts: text('ALLOWED_HOSTS', 'localhost,127.0.0.1,[::1]'),
  /** The storefront without its patterns, where it runs beside the other. */
  twinUrl: optionalText('TWIN_URL'),
  /** How many pages a second visitors open from the start on; the screen changes it. */
  visitorsPerSecond: upTo('VISITORS_PER_SECOND', 100, 0),
  /** Only `npm start` has one; with containers the verbs are the engine's. */
  supervisorUrl: optionalText('SUPERVISOR_URL'),
});
