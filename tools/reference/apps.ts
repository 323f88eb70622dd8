import { bank } from '@watertight/contracts/bank';
import { checkout } from '@watertight/contracts/checkout';
import { comments } from '@watertight/contracts/comments';
import type { Contract } from '@watertight/contracts';
import { payment } from '@watertight/contracts/payment';
import { profile } from '@watertight/contracts/profile';
import { recommendations } from '@watertight/contracts/recommendations';
import { search } from '@watertight/contracts/search';
import { visitors } from '@watertight/contracts/visitors';
import type { Policy } from '@watertight/resilience';
import { settingsOf } from '@watertight/service-kit';
import { config as bankConfig } from '../../apps/bank/src/config.ts';
import { config as checkoutConfig } from '../../apps/checkout/src/config.ts';
import { policies as checkoutPolicies } from '../../apps/checkout/src/policies.ts';
import { config as commentsConfig } from '../../apps/comments/src/config.ts';
import { config as roomConfig } from '../../apps/control-room/src/config.ts';
import { policies as roomPolicies } from '../../apps/control-room/src/policies.ts';
import { config as paymentConfig } from '../../apps/payment/src/config.ts';
import { ledgerStatementMs, policies as paymentPolicies } from '../../apps/payment/src/policies.ts';
import { config as profileConfig } from '../../apps/profile/src/config.ts';
import { policies as profilePolicies } from '../../apps/profile/src/policies.ts';
import { config as recommendationsConfig } from '../../apps/recommendations/src/config.ts';
import { config as searchConfig } from '../../apps/search/src/config.ts';
import { config as storefrontConfig } from '../../apps/storefront/src/config.ts';
import { policies as storefrontPolicies } from '../../apps/storefront/src/policies.ts';
import { config as visitorsConfig } from '../../apps/visitors/src/config.ts';
import { policies as visitorsPolicies } from '../../apps/visitors/src/policies.ts';

export interface App {
  readonly name: string;
  readonly config: object;
  readonly contract?: Contract;
  readonly policies?: Readonly<Record<string, Policy>>;
  /** What its statements may take, where it is not the usual. */
  readonly statementMs?: number;
}

/** Every app, with what it declares of itself. */
export const apps: readonly App[] = [
  { name: 'storefront', config: storefrontConfig, policies: storefrontPolicies },
  { name: 'control-room', config: roomConfig, policies: roomPolicies },
  { name: 'search', config: searchConfig, contract: search },
  { name: 'checkout', config: checkoutConfig, contract: checkout, policies: checkoutPolicies },
  { name: 'profile', config: profileConfig, contract: profile, policies: profilePolicies },
  {
    name: 'payment',
    config: paymentConfig,
    contract: payment,
    policies: paymentPolicies,
    statementMs: ledgerStatementMs,
  },
  { name: 'recommendations', config: recommendationsConfig, contract: recommendations },
  { name: 'comments', config: commentsConfig, contract: comments },
  { name: 'bank', config: bankConfig, contract: bank },
  { name: 'visitors', config: visitorsConfig, contract: visitors, policies: visitorsPolicies },
];

export const hasDatabase = ({ config }: App): boolean =>
  Object.values(settingsOf(config)).some(({ variable }) => variable === 'DATABASE_URL');
