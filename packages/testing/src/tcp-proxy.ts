import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { FaultyWire } from './faulty-wire.ts';

/**
 * Puts a wire between a process and a server for this test file. Before each test it carries everything again.
 *
 * @param target the address behind it, read at each connection
 */
export function tcpProxy(target: () => string): FaultyWire {
  const wire = new FaultyWire(target, { keepsSent: true });
  beforeAll(() => wire.open());
  beforeEach(() => wire.heal());
  afterAll(() => wire.close());
  return wire;
}
