import type { VisitorsReport } from '@watertight/contracts/visitors';
import { opsOnly } from '@watertight/testing';

/** What the visitors app at this address reports. */
export async function readReport(url: string): Promise<VisitorsReport> {
  return (await (await fetch(`${url}/ops/visitors`, { headers: opsOnly })).json()) as VisitorsReport;
}
