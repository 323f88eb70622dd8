import { Injectable, Logger } from '@nestjs/common';
import type { Closeable } from '@watertight/service-kit';
import { Sessions } from './sessions.ts';

/** Rows per statement: a long-closed shop must not lock its table for one big deletion. */
const AT_ONCE = 1000;

/** Deletes sessions whose time is over. They are no longer read anyway; this keeps the table small. */
@Injectable()
export class ForgetEndedSessions {
  private readonly logger = new Logger(ForgetEndedSessions.name);

  constructor(private readonly sessions: Sessions) {}

  /** Now and then every `everyMs`; returns how to end it. */
  start(everyMs: number): Closeable {
    let running = this.forget();
    const timer = setInterval(() => {
      running = running.then(() => this.forget());
    }, everyMs);
    return () => {
      clearInterval(timer);
      return running;
    };
  }

  private async forget(): Promise<void> {
    try {
      while ((await this.sessions.deleteEnded(AT_ONCE)) === AT_ONCE);
    } catch (error) {
      this.logger.warn(`ended sessions stay until the next round: ${String(error)}`);
    }
  }
}
