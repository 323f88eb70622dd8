import { definePolicies, pipeline, seeded } from '@watertight/resilience';
import { fullestWindow } from '../../kit/statistics.ts';
import { print } from '../figure.ts';
import { median } from '../../kit/statistics.ts';

const CALLERS = 200;
const BUCKET_MS = 50;
const SEEDS = [1, 2, 3, 4, 5, 6, 7];

const noBudget = { ratio: 10, burst: 10_000, perSecond: 10_000 };
const { full, none } = definePolicies({
  full: { retry: { attempts: 5, jitter: 'full', budget: noBudget } },
  none: { retry: { attempts: 5, jitter: 'none', budget: noBudget } },
});

/** 200 callers whose calls fail together, at once: how many of their fifth attempts fall into the fullest 50 ms. */
export async function benchCrowd(): Promise<void> {
  const what = `${CALLERS} callers failing together, fifth attempts in the fullest ${BUCKET_MS} ms`;
  const percent = { unit: '%' };
  print({ what: `${what}, full jitter`, value: await medianShare(full), target: 15, ...percent });
  print({ what: `${what}, no jitter`, value: await medianShare(none), target: 100, targetIs: 'least', ...percent });
}

/** In percent, of all seeds. */
async function medianShare(policy: typeof full): Promise<number> {
  const shares: number[] = [];
  for (const seed of SEEDS) {
    const fifthAtMs: number[] = [];
    const calls = pipeline(policy, { random: seeded(seed) });
    const attempt = ({ number }: { number: number }) => {
      if (number === 5) fifthAtMs.push(performance.now());
      throw new Error('down');
    };
    await Promise.allSettled(Array.from({ length: CALLERS }, () => calls.run(attempt)));
    calls.close();
    shares.push((100 * fullestWindow(fifthAtMs, BUCKET_MS)) / CALLERS);
  }
  return median(shares);
}
