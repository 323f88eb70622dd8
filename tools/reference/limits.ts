import type { Limit } from '@watertight/service-kit';
import { type LimitName, limits } from '../../apps/storefront/src/limits.ts';
import { code, page, table, time } from './table.ts';

/** limits.md: how often one visitor may do what. */
export function limitsPage(bounds: { maxConnectionsPerAddress: number; maxInFlight: number }): string {
  return page(
    'Limits per visitor',
    'From [limits.ts](../../apps/storefront/src/limits.ts); [rate limit](../patterns/rate-limit.md) explains them. Above a limit the' +
      ' answer is 429 with `Retry-After`. Of `sign-ins` only wrong passwords are counted, of `declines` only cards that were declined.',
    table(
      ['limit', 'at once', 'then', 'all again after'],
      Object.keys(limits).map(name => rowOf(name, limits[name as LimitName])),
    ),
    'Storefront and control room also bound what one address holds:',
    table(
      ['what', 'at most', 'then'],
      [
        ['requests at once', String(Math.ceil(bounds.maxInFlight / 2)), '429'],
        [
          'connections',
          String(bounds.maxConnectionsPerAddress),
          'the oldest whose request has not arrived is closed; if all wait for answers, the new one',
        ],
      ],
    ),
  );
}

function rowOf(name: string, { burst, refillMs, growingDelay }: Limit): string[] {
  const then =
    growingDelay === undefined
      ? `one every ${time(Math.round(refillMs))}`
      : `one after ${time(growingDelay.firstMs)}, then after twice that, up to ${time(growingDelay.maxMs)}`;
  const forgotten =
    growingDelay === undefined ? time(Math.round(burst * refillMs)) : `one is forgotten every ${time(refillMs)}`;
  return [code(name), String(burst), then, forgotten];
}
