import { Agent, request } from 'node:http';

const EVERY_MS = 600;

/** A caller who asks every 600 ms over one connection, until told to leave (`Connection: close`), or until it finds it closed. */
export class KeptConnection {
  /** How many have come. */
  answers = 0;
  /** `told to leave`, `closed untold`, or the error it met; undefined while it goes on. */
  ended: string | undefined;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(
    private readonly url: string,
    afterMs: number,
  ) {
    setTimeout(() => this.ask(), afterMs);
  }

  private ask(): void {
    const asking = request(`${this.url}/nothing-here`, { agent: this.agent }, answer => {
      answer.resume().once('end', () => {
        this.answers += 1;
        if (answer.headers.connection === 'close') this.ended = 'told to leave';
        else setTimeout(() => this.ask(), EVERY_MS);
      });
    });
    asking.once('socket', socket => {
      if (this.answers > 0 && !asking.reusedSocket) this.ended ??= 'closed untold';
      socket.once('error', () => undefined);
    });
    asking.once('error', (error: Error) => (this.ended ??= error.message)).end();
  }
}
