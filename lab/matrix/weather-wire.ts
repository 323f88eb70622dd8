import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Wire } from '@watertight/testing/processes';

/** What a network between a service and its database does: nothing, hold each piece up, or end every connection. */
export type Weather = { is: 'calm' } | { is: 'slow'; delayMs: number } | { is: 'reset' };

/** A wire whose weather changes, for open connections too. */
export class WeatherWire {
  private readonly wire: Wire;
  private weather: Weather = { is: 'calm' };

  constructor(target: string) {
    this.wire = new Wire(
      () => target,
      client => this.carry(client),
    );
  }

  get port(): string {
    return new URL(this.wire.url).port;
  }

  open(): Promise<void> {
    return this.wire.open();
  }

  become(weather: Weather): void {
    this.weather = weather;
    if (weather.is === 'reset') this.wire.reset();
  }

  close(): Promise<void> {
    return this.wire.close();
  }

  private carry(client: Socket): void {
    if (this.weather.is === 'reset') return void client.resetAndDestroy();
    const server = this.wire.connect();
    this.pass(client, server);
    this.pass(server, client);
  }

  /** In order: a piece waits for the one before it. */
  private pass(from: Socket, to: Socket): void {
    let sent = Promise.resolve();
    from.on('data', piece => {
      sent = sent.then(async () => {
        if (this.weather.is === 'slow') await sleep(this.weather.delayMs);
        to.write(piece);
      });
    });
    from.once('close', () => void sent.then(() => to.destroy()));
  }
}
