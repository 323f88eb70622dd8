import { once } from 'node:events';
import { connect } from 'node:net';
import { realRedis, type RealRedis } from './real-redis.ts';
import { tcpProxy } from './tcp-proxy.ts';

/** Two real Redis of this test file's own behind one address, as HAProxy has them: new connections go to the primary. */
export interface RedisPair {
  /** Readable from beforeAll on. */
  readonly url: string;
  /**
   * Makes the primary a replica and the other one the primary. Connections that are open stay where they are; the two hold
   * different keys.
   */
  failOver(): Promise<void>;
}

export function redisPair(): RedisPair {
  let [primary, other]: [RealRedis, RealRedis] = [realRedis(), realRedis()];
  const wire = tcpProxy(() => primary.url);
  return {
    get url() {
      return wire.url;
    },
    async failOver() {
      await ask(primary.url, 'REPLICAOF 127.0.0.1 1'); // a primary that does not exist: what counts is that writes are refused
      await ask(other.url, 'REPLICAOF NO ONE');
      [primary, other] = [other, primary];
    },
  };
}

async function ask(url: string, command: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`${command}\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  if (!answer.toString().startsWith('+OK')) throw new Error(`${command}: Redis answered ${answer.toString()}`);
}
