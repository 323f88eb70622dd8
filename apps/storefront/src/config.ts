import {
  ms,
  optionalAddress,
  optionalText,
  readEnv,
  redisUrl,
  serviceSettings,
  settingsForBrowsers,
  urls,
} from '@watertight/service-kit';

export const config = readEnv({
  ...serviceSettings('storefront', 8080),
  ...settingsForBrowsers,
  searchUrls: urls('SEARCH_URL'),
  checkoutUrls: urls('CHECKOUT_URL'),
  profileUrls: urls('PROFILE_URL'),
  recommendationsUrls: urls('RECOMMENDATIONS_URL'),
  commentsUrls: urls('COMMENTS_URL'),
  /** How long it waits for the services it calls before it opens without them; for all but search at most 5 s. */
  servicesWaitMs: ms('SERVICES_WAIT_MS', 60_000),
  /** Keeps the last known copies over a restart, and counts the limits of all replicas; without it each process counts by itself. */
  redisUrl: redisUrl('REDIS_URL'),
  /** Where browsers find the shop. It answers under that name. With https:// cookies are `Secure`, and named `__Host-…`. */
  publicUrl: optionalAddress('PUBLIC_URL'),
  /** Linked in the footer where there is one. */
  controlRoomUrl: optionalText('CONTROL_ROOM_URL'),
});
