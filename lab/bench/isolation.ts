import { benchCpu, benchTelemetry, benchXray } from './isolation/cpu.ts';
import { benchLedgerGone } from './isolation/ledger-gone.ts';
import { withShop } from './isolation/storefront.ts';

type Part = () => Promise<void>;

const alone: Record<string, Part> = {
  ledger: benchLedgerGone, // with processes and databases of its own
};

/** In one shop that nothing has happened to. Its ports must be free. */
const inTheShop: Record<string, Part> = {
  cpu: benchCpu,
  xray: benchXray,
  telemetry: benchTelemetry,
};

/** `npm run bench isolation`: what the patterns cost a page, and what a lost database costs orders; `-- cpu xray` for some of it. */
export async function benchIsolation(chosen: readonly string[]): Promise<void> {
  const isChosen = ([name]: [string, Part]) => chosen.length === 0 || chosen.includes(name);
  for (const [, bench] of Object.entries(alone).filter(isChosen)) await bench();
  const withTheShop = Object.entries(inTheShop).filter(isChosen);
  if (withTheShop.length === 0) return;
  await withShop(async () => {
    for (const [, bench] of withTheShop) await bench();
  });
}
