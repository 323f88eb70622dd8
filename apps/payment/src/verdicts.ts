import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Stand } from './ledger/charge-rows.ts';
import { Ledger } from './ledger/ledger.ts';

const LOOK_EVERY_MS = 50;

/** For those who ask with the key of a charge that is being worked on. */
@Injectable()
export class Verdicts {
  private readonly looks = new Map<string, Promise<Stand | undefined>>();

  constructor(private readonly ledger: Ledger) {}

  /** Waits until nobody works on the charge any more, or for `limitMs`; tells how it stands then. */
  async wait(id: string, limitMs: number): Promise<Stand | undefined> {
    const untilMs = performance.now() + limitMs;
    for (;;) {
      const stand = await this.nextLook(id);
      if (stand?.is !== 'running' || performance.now() + LOOK_EVERY_MS > untilMs) return stand;
    }
  }

  /** One look per charge and process every 50 ms, however many wait for it: 99 twins must not keep the database busy. */
  private nextLook(id: string): Promise<Stand | undefined> {
    const known = this.looks.get(id);
    if (known !== undefined) return known;
    const look = sleep(LOOK_EVERY_MS)
      .then(() => this.ledger.stand(id))
      .finally(() => this.looks.delete(id));
    this.looks.set(id, look);
    return look;
  }
}
