import { Injectable } from '@nestjs/common';
import { visitors as contract, type VisitorsReport } from '@watertight/contracts/visitors';
import { SECOND } from '@watertight/resilience';
import { type Client, httpClient, ShopError, within } from '@watertight/service-kit';
import { explainCallError } from './call-errors.ts';
import { config } from './config.ts';
import { policies } from './policies.ts';

/** What the visitors reported last, and whether they still answer. */
export interface VisitorsState {
  /** Undefined before the first answer. */
  readonly report: VisitorsReport | undefined;
  /** ISO 8601. */
  readonly reportedAt: string | undefined;
  /** The last request was not answered: the report is old. */
  readonly isSilent: boolean;
}

const FRESH_MS = 400;
/** The most that a page waits for a newer report. A silent process is not waited for at all. */
const WAIT_MS = 300;
/** A process that takes longer is silent. */
const ANSWERS_WITHIN_MS = 800;
const RETRY_MS = 1 * SECOND;

/** Reads what the simulated visitors get, and sets how many there are. They are an app of their own, and may be dead. */
@Injectable()
export class Visitors {
  private readonly client =
    config.visitorsUrl === null
      ? undefined
      : httpClient(contract, policies.visitors, [config.visitorsUrl], { bearer: config.opsToken });

  private last: VisitorsState = { report: undefined, reportedAt: undefined, isSilent: false };
  private request: Promise<void> | undefined;
  private requestedAtMs = -Infinity;

  /** Whether they may open pages now: then the control room watches the shop, even if no page of it is open. */
  get mayBeActive(): boolean {
    return this.client !== undefined && this.last.report?.perSecond !== 0;
  }

  /** Returns the newest report that is known after at most 300 ms; undefined where no visitors are set up. */
  async read(): Promise<VisitorsState | undefined> {
    if (this.client === undefined) return undefined;
    const ageMs = performance.now() - this.requestedAtMs;
    if (this.request === undefined && ageMs > (this.last.isSilent ? RETRY_MS : FRESH_MS)) {
      this.requestedAtMs = performance.now();
      this.request = this.requestReport(this.client);
    }
    if (this.request !== undefined && !this.last.isSilent) await within(WAIT_MS, this.request);
    return this.last;
  }

  /** @throws ShopError 501 where no visitors are set up; what the visitors answered otherwise */
  async setRate(perSecond: number): Promise<void> {
    if (this.client === undefined) {
      throw new ShopError('This shop has no simulated visitors: VISITORS_URL is not set.', {
        code: 'no-visitors',
        status: 501,
      });
    }
    const report = await this.client
      .setVisitors({ body: { perSecond } })
      .catch((error: unknown) => Promise.reject(explainCallError('visitors', error)));
    this.request = undefined; // an answer that is still under way may be older than this one
    this.keep(report);
  }

  private requestReport(client: Client<typeof contract>): Promise<void> {
    const finish = (done: () => void) => {
      if (this.request !== request) return;
      this.request = undefined;
      done();
    };
    const request = client.readVisitors({}, { deadlineMs: ANSWERS_WITHIN_MS }).then(
      report => finish(() => this.keep(report)),
      () => finish(() => (this.last = { ...this.last, isSilent: true })),
    );
    return request;
  }

  private keep(report: VisitorsReport): void {
    this.last = { report, reportedAt: new Date().toISOString(), isSilent: false };
  }
}
