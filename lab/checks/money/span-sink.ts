import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** Takes every span that the shop sends, as the text it was sent as. */
export class SpanSink {
  readonly spans: string[] = [];
  private readonly server = createServer((request, response) => {
    text(request).then(
      body => {
        this.spans.push(body);
        response.end('{}');
      },
      () => undefined, // its sender was killed in the middle of it
    );
  });

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async open(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
