import { benchCharges } from './charges.ts';
import { benchContainers } from './containers.ts';
import { benchIdentity } from './identity.ts';
import { benchIsolation } from './isolation.ts';
import { withShop } from './isolation/storefront.ts';
import { benchPages } from './pages.ts';
import { benchResilience } from './resilience.ts';
import { benchRoom } from './room.ts';
import { benchStart } from './start.ts';

const benches: Record<string, (args: readonly string[]) => Promise<void>> = {
  start: benchStart,
  pages: () => withShop(benchPages),
  room: () => withShop(benchRoom),
  identity: benchIdentity,
  resilience: benchResilience,
  isolation: benchIsolation,
  charges: benchCharges,
  containers: benchContainers,
};

const [name = '', ...args] = process.argv.slice(2);
const bench = benches[name];
if (bench === undefined) {
  process.stderr.write(`npm run bench <what>: one of ${Object.keys(benches).join(', ')}\n`);
  process.exitCode = 2;
} else {
  await bench(args);
}
