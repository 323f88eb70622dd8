import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { LabExperiment, LabProgress } from '@watertight/contracts/lab';
import { SECOND } from '@watertight/resilience';
import { ShopError, within } from '@watertight/service-kit';
import { z } from 'zod';
import { config } from './config.ts';
import { LabLease } from './lab-lease.ts';
import { roomKey } from './room-key.ts';

/** One run that was started in the control room. */
export interface LabReport {
  readonly id: string;
  readonly experiment: LabExperiment;
  /** What the learner expected in place of the first predicted number. */
  readonly guess: number | undefined;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly isOver: boolean;
  readonly progress: LabProgress;
  /** Why there is no result. */
  readonly problem?: string;
}

/** Built beside this program from the lab's sources: a process of its own, because it makes load and may be killed. */
const program = fileURLToPath(new URL('./lab.js', import.meta.url));

const KEPT = 10;
const LIST_MS = 10 * SECOND;
/** Beside the arms: the start, the healing of the shop, and the books that must be still. */
const MARGIN_S = 90;
const ENDS_WITHIN_MS = 2 * SECOND;

/** Runs experiments of the lab on this shop, and keeps how the last ten went. */
@Injectable()
export class LabProgram implements OnModuleDestroy {
  /** Newest first; another array after each change. */
  runs: readonly LabReport[] = [];
  private list: Promise<readonly LabExperiment[]> | undefined;
  private current: { stop(signal: NodeJS.Signals): void; ended: Promise<void> } | undefined;

  constructor(private readonly lease: LabLease) {}

  /** @throws ShopError 503: the program did not start, or prints something else */
  async experiments(): Promise<readonly LabExperiment[]> {
    this.list ??= readList();
    try {
      return await this.list;
    } catch (cause) {
      this.list = undefined; // tried again by the next page
      throw new ShopError('The lab did not start.', { code: 'lab-unavailable', status: 503, cause });
    }
  }

  get isRunning(): boolean {
    return this.current !== undefined;
  }

  start(experiment: LabExperiment, guess: number | undefined): void {
    const startedAt = new Date().toISOString();
    const report: LabReport = { id: randomUUID(), experiment, guess, startedAt, isOver: false, progress: { rows: [] } };
    this.runs = [report, ...this.runs].slice(0, KEPT);
    const child = spawn(process.execPath, [program, experiment.name], {
      ...childOptions,
      stdio: ['ignore', 'pipe', 'pipe'],
      // An inconclusive run is repeated once.
      timeout: 2 * (experiment.seconds + MARGIN_S) * SECOND,
      killSignal: 'SIGKILL',
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said = `${said}${String(chunk)}`.slice(-1000)));
    const ended = once(child, 'close').catch((error: unknown) => [String(error)]);
    createInterface({ input: child.stdout }).on('line', line => {
      const progress = LabProgress.safeParse(parsed(line));
      if (progress.success) this.change(report.id, { progress: progress.data });
    });
    const finish = async () => {
      const [code, signal] = await ended;
      this.current = undefined;
      const why = said.trim() || `The run ended without a result (${signal ?? code}).`;
      const { progress } = this.runs.find(({ id }) => id === report.id) ?? report;
      this.change(report.id, { isOver: true, ...(progress.verdict === undefined && { problem: why }) });
      const { experiment: lent, startedAt: since = '' } = this.lease.current ?? {};
      if (lent === experiment.name && since >= startedAt) this.lease.expire();
    };
    this.current = { stop: signal => void child.kill(signal), ended: finish() };
  }

  /** Ends the run under way, and returns once its process has ended: it heals the shop before. */
  async stop(): Promise<void> {
    const { current } = this;
    if (current === undefined) return;
    current.stop('SIGTERM');
    await within(ENDS_WITHIN_MS, current.ended);
    current.stop('SIGKILL');
    await current.ended;
  }

  async onModuleDestroy(): Promise<void> {
    await this.stop();
  }

  private change(id: string, changes: Partial<LabReport>): void {
    this.runs = this.runs.map(run => (run.id === id ? { ...run, ...changes } : run));
  }
}

/** The experiments are visitors: they ask without TLS, as browsers do, on the same port. */
const shopUrl = config.storefrontUrls[0]?.replace(/^https:/, 'http:');

/** The program inherits nothing but where the shop is, and what opens this control room. */
const childOptions = {
  env: { SHOP_URL: shopUrl, ROOM_URL: `http://localhost:${config.port}`, ROOM_KEY: roomKey },
};

async function readList(): Promise<readonly LabExperiment[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, 'list'], {
    ...childOptions,
    timeout: LIST_MS,
  });
  return z.array(LabExperiment).parse(JSON.parse(stdout));
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
