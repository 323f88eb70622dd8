import { text } from 'node:stream/consumers';
import { MAX_ORDER, MAX_QUANTITY } from '@watertight/contracts/checkout';
import { maxArriving, requestLimits } from '@watertight/service-kit';
import { limitsOf } from './apps.ts';
import { cheatSheetPage } from './cheat-sheet.ts';
import { errorsPage } from './errors.ts';
import type { Given } from './given.ts';
import { httpPage } from './http.ts';
import { limitsPage } from './limits.ts';
import { metricsPage } from './metrics.ts';
import { networkPolicies } from './network-policies.ts';
import { outboundWaitsPage } from './outbound-waits.ts';
import { policiesPage } from './policies.ts';
import { timeBudgetsPage } from './time-budgets.ts';
import { variablesPage } from './variables.ts';

// Runs as a bundle, because apps are written with decorators: what is given comes in by stdin, the pages go out by stdout.
const given = JSON.parse(await text(process.stdin)) as Given;
const [storefront, checkout, payment] = [limitsOf('storefront'), limitsOf('checkout'), limitsOf('payment')];
const pages = {
  'errors.md': errorsPage(given),
  'http.md': httpPage(),
  'limits.md': limitsPage({ ...requestLimits, maxInFlight: storefront.maxInFlight }),
  'metrics.md': metricsPage(),
  'outbound-waits.md': outboundWaitsPage(given),
  'policies.md': policiesPage(),
  'time-budgets.md': timeBudgetsPage(
    { storefront, checkout, payment },
    {
      ...requestLimits,
      maxArriving: maxArriving(checkout.maxInFlight),
      maxTotal: `${MAX_ORDER.amount} ${MAX_ORDER.currency}`,
      maxQuantity: MAX_QUANTITY,
    },
  ),
  'variables.md': variablesPage(given),
  'docs/teach/cheat-sheet.md': cheatSheetPage(),
  'k8s/components/networkpolicies/edges.yaml': `${networkPolicies()}\n`,
};
process.stdout.write(JSON.stringify(pages));
