import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { once } from 'node:events';
import type { FragileName } from './shop.ts';

export type Kind = 'charge' | 'refund' | 'order' | 'claim';

/** One request to the shop and what came back. Times in ms since the run began. */
export interface Exchange {
  kind: Kind;
  /** Idempotency key; of a claim the shipment. */
  key: string;
  /** Below the service's address. */
  path: string;
  body: Record<string, unknown>;
  /** Of an order: when its basket was full, if that is known. */
  filledAtMs?: number;
  requestedAtMs: number;
  answeredAtMs: number;
  /** Its client sent it directly, once, and does not come back. */
  once?: true;
  /** Absent: the wire broke, or nothing came in time; `lost` says which. */
  answer?: Answer;
  lost?: string;
}

export interface Answer {
  status: number;
  /** Of a problem, RFC 9457. */
  code?: string;
  replayed: boolean;
  /** The bytes, as text. */
  text: string;
}

/** What was done to the shop. */
export interface Fault {
  atMs: number;
  fault: string;
}

/** A database has forgotten what it committed in this time. Times in ms since the run began. */
export interface LostCommits {
  database: FragileName;
  sinceMs: number;
  untilMs: number;
}

/** Everything that was requested, answered and broken in one run, in memory and as a file of JSON lines. */
export class History {
  readonly exchanges: Exchange[] = [];
  readonly faults: Fault[] = [];
  readonly lostCommits: LostCommits[] = [];
  readonly file: string;
  private readonly startedAtMs = performance.now();
  private readonly lines: WriteStream;

  constructor(file: string) {
    this.file = file;
    mkdirSync(dirname(file), { recursive: true });
    this.lines = createWriteStream(file);
  }

  get nowMs(): number {
    return Math.round(performance.now() - this.startedAtMs);
  }

  add(exchange: Exchange): void {
    this.exchanges.push(exchange);
    this.lines.write(`${JSON.stringify(exchange)}\n`);
  }

  addFault(fault: string): void {
    const line = { atMs: this.nowMs, fault };
    this.faults.push(line);
    this.lines.write(`${JSON.stringify(line)}\n`);
  }

  addLostCommits(lost: LostCommits): void {
    this.lostCommits.push(lost);
    this.lines.write(`${JSON.stringify({ lostCommits: lost })}\n`);
  }

  async close(): Promise<void> {
    this.lines.end();
    await once(this.lines, 'close');
  }
}
