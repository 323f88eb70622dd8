import type { ServerResponse } from 'node:http';

/** How often a follower gets a line, in ms. */
export const BEAT_MS = 250;

/**
 * The state of the service as newline-delimited JSON, four times a second: a line when it has changed and an empty one when it
 * has not.
 *
 * A follower that does not read misses lines; none are kept for it.
 */
export class StateStream {
  /** The last line that each follower was sent. */
  private readonly followers = new Map<ServerResponse, string>();
  private beat: NodeJS.Timeout | undefined;

  constructor(private readonly state: () => unknown) {}

  follow(raw: ServerResponse): void {
    raw.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
    this.followers.set(raw, '');
    clearTimeout(this.beat);
    this.send();
    raw.once('close', () => {
      this.followers.delete(raw);
      if (this.followers.size === 0) clearTimeout(this.beat);
    });
  }

  /** Ends all streams, when the service stops. */
  end(): void {
    for (const follower of this.followers.keys()) follower.end();
  }

  private send(): void {
    const line = JSON.stringify(this.state());
    for (const [follower, sent] of this.followers) {
      if (follower.writableNeedDrain) continue;
      follower.write(line === sent ? '\n' : `${line}\n`);
      this.followers.set(follower, line);
    }
    // All services send at the same time of the clock: a follower of eight services wakes four times a second, not 32.
    this.beat = setTimeout(() => this.send(), BEAT_MS - (Date.now() % BEAT_MS)).unref();
  }
}
