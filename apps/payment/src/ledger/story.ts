import { Injectable } from '@nestjs/common';
import type { StoryLine } from '@watertight/contracts/payment';
import { Database } from '@watertight/service-kit';
import { readLedger } from './ask-ledger.ts';

interface Row {
  at: Date;
  what: StoryLine['what'];
  fence: number | null;
  detail: string | null;
}

/** What happened to each charge; written by the statements that make it happen, and never changed. */
@Injectable()
export class Story {
  constructor(private readonly database: Database) {}

  /** Returns the events in the order they happened; empty for a charge that was never requested. */
  async of(chargeId: string): Promise<StoryLine[]> {
    const rows = await readLedger<Row>(
      this.database,
      'SELECT at, what, fence, detail FROM charge_story WHERE charge_id = $1 ORDER BY at, id LIMIT 1000',
      [chargeId],
    );
    return rows.map(row => ({ ...row, at: row.at.toISOString() }));
  }
}
