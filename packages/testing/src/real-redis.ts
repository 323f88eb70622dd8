import { OwnServer, type Breakable } from './own-server.ts';

export interface RealRedis extends Breakable {
  /** Readable from beforeAll on; the same after `restart`, which forgets every key. */
  readonly url: string;
}

/** A real Redis of this test file's own: it starts in 40 ms, so no test has to share one. */
export function realRedis(): RealRedis {
  return new OwnServer('redis');
}
