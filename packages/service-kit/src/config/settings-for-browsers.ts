import { networks, oneOf } from './env.ts';

/** The settings of a service for browsers. */
export const settingsForBrowsers = {
  /** The proxies in front of it, by address or network: `10.0.0.0/8,fd00::/8`. Without them `X-Forwarded-For` is not believed, and limits count what connects. */
  trustedProxies: networks('TRUSTED_PROXIES'),
  /** `off`: no visitor is limited, as for load from one address; `/ops/patterns` switches it on again. */
  limits: oneOf('LIMITS', ['on', 'off'], 'on'),
};
