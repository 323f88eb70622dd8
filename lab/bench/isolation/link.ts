import { Controller, Module } from '@nestjs/common';
import { contract } from '@watertight/contracts';
import { definePolicies } from '@watertight/resilience';
import {
  count,
  httpClient,
  oneOf,
  readEnv,
  runService,
  Serves,
  serviceSettings,
  ShopError,
  urls,
} from '@watertight/service-kit';

// A process of `npm run bench isolation`: a service that does nothing but ask the next one, five times if need be.
const config = readEnv({
  ...serviceSettings('link', 3100),
  nextUrls: urls('NEXT_URL'),
  /** Whether it has a budget for its retries, and says that another attempt at it is useless. */
  guarded: oneOf('GUARDED', ['yes', 'no'], 'yes'),
  /** So many permits that no call is ever refused: what is measured is the number of attempts. */
  seats: count('SEATS', 10_000),
});

const isGuarded = config.guarded === 'yes';

/** Neither breaker nor timeout: what is measured is what budgets and Retry-Allowed are worth by themselves. */
const { next } = definePolicies({
  next: {
    bulkhead: { running: config.seats },
    retry: { attempts: 5, budget: isGuarded ? {} : { ratio: 10, burst: 10_000, perSecond: 10_000 } },
  },
});

const link = contract({
  pass: { method: 'GET', path: '/pass', summary: 'Asks the next one.', repeatable: 'always', answers: { 200: null } },
});

@Controller()
class Pass {
  private readonly next = httpClient(link, next, config.nextUrls);

  /** @throws NextAwayError (503) after every attempt that was allowed */
  @Serves(link.pass)
  async handle(): Promise<void> {
    await this.next.pass({}).catch((error: unknown) => {
      throw new NextAwayError(error);
    });
  }
}

class NextAwayError extends ShopError {
  constructor(cause: unknown) {
    super('The next one is away.', { code: 'next-away', status: 503, retryAllowed: !isGuarded, cause });
  }
}

@Module({ controllers: [Pass] })
class LinkModule {}

await runService(LinkModule, config, { contract: link });
