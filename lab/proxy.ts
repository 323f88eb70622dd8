import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a network between a service and its database does: nothing, hold each piece up, or end every connection. */
export type Weather = { is: 'calm' } | { is: 'slow'; delayMs: number } | { is: 'reset' };

/** A TCP wire to a server, for experiments to put between; the weather changes for open connections too. */
export class Proxy {
  private readonly server = createServer(client => this.carry(client));
  private readonly sockets = new Set<Socket>();
  private weather: Weather = { is: 'calm' };

  private readonly target: { host: string; port: number };

  constructor(target: { host: string; port: number }) {
    this.target = target;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async open(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  become(weather: Weather): void {
    this.weather = weather;
    if (weather.is === 'reset') for (const socket of this.sockets) socket.resetAndDestroy();
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private carry(client: Socket): void {
    this.keep(client);
    if (this.weather.is === 'reset') return void client.resetAndDestroy();
    const server = this.keep(connect(this.target.port, this.target.host));
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

  private keep(socket: Socket): Socket {
    this.sockets.add(socket);
    socket.on('error', () => undefined); // its other side sees it closed
    socket.once('close', () => this.sockets.delete(socket));
    return socket;
  }
}
