import type { Server } from 'node:http';
import { join } from 'node:path';
import { roomLink } from '@watertight/contracts/control-room';
import { config, DAY, dataHome } from '../config.ts';
import { serveApi } from './api.ts';
import { closeShop } from './close-shop.ts';
import { rotateIdentities } from './identities.ts';
import { forgetPorts, publishPorts } from './known-ports.ts';
import { LogFiles } from './log-files.ts';
import { type Opened, openShop } from './open-shop.ts';
import type { Placed } from './place-ports.ts';
import type { Instance } from './process-table.ts';
import { Reaper } from './reaper.ts';
import { sayCrash } from './shop-log.ts';
import { forgetSecret, keepSecret, knownSecret, newSecret } from './secret-files.ts';
import { supervisorSocket } from './socket.ts';
import { Supervisor } from './supervisor.ts';

/** The whole shop: two databases, the apps, the door to their verbs, and the reaper that outlives us all. */
export class Shop {
  private readonly instances: readonly Instance[];
  private readonly say: (line: string) => void;
  private readonly logs = new LogFiles(join(dataHome, 'logs'));
  private readonly reaper = new Reaper();
  private readonly supervisor: Supervisor;
  private readonly closing = new AbortController();
  private api: Server | undefined;
  private rotating: NodeJS.Timeout | undefined;
  private opening: Promise<Opened> | undefined;

  constructor({ instances }: Placed, say: (line: string) => void) {
    this.instances = instances;
    this.say = say;
    this.supervisor = new Supervisor(this.reaper, sayCrash(say, this.logs));
  }

  get isClosing(): boolean {
    return this.closing.signal.aborted;
  }

  /** Resolves when every page works. @throws NotOpenedError, EmbeddedDatabaseError; and anything while it is closing */
  async open(): Promise<Opened> {
    const { supervisor, instances, logs, say } = this;
    const [token, roomKey] = [newSecret(), config.roomKey() ?? newSecret()];
    const socketPath = supervisorSocket();
    this.api = await serveApi(supervisor, socketPath, rotateIdentities);
    // Only now: the socket is ours, so no other shop of this checkout needs its own.
    keepSecret('ops-token', token);
    keepSecret('room-key', roomKey);
    publishPorts(Object.fromEntries(instances.map(({ name, port }) => [name, port])));
    this.opening = openShop({
      supervisor,
      instances,
      socketPath,
      logs,
      token,
      roomKey,
      say,
      signal: this.closing.signal,
    });
    const opened = await this.opening;
    logs.keepSmall();
    // Twice in the life of a certificate would do; daily, and a rotation that fails is seen on the second day.
    this.rotating = setInterval(() => rotateIdentities().catch(error => say(`  keys were not rotated: ${error}`)), DAY);
    this.rotating.unref();
    return opened;
  }

  /** A link that opens the control room. */
  roomLink(): Promise<string> {
    const room = this.instances.find(({ name }) => name === 'control-room');
    return roomLink(knownSecret('room-key') ?? '', `http://localhost:${room?.port}`);
  }

  /** Stops everything in order, also while it is opening. */
  async close(): Promise<void> {
    this.closing.abort();
    await closeShop(this.supervisor, this.instances);
    await this.opening?.catch(() => {}); // what it had begun meanwhile is ended by the second round
    await closeShop(this.supervisor, this.instances);
    clearInterval(this.rotating);
    this.forget();
    this.reaper.dismiss();
  }

  /** What another shop of this checkout has written, which was first, stays. */
  private forget(): void {
    if (this.api === undefined) return;
    this.api.close();
    this.api.closeAllConnections();
    forgetPorts();
    forgetSecret('room-key');
  }

  /** Ends everything at once; what is left when we end is the reaper's. */
  abandon(): void {
    this.supervisor.killAll();
  }
}
