import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { LossyWire } from './lossy-wire.ts';

/**
 * A wire between a process and a server, for this test file, that loses, holds and doubles what it carries.
 *
 * `target`: the address behind it, asked when somebody connects. Before each test it carries everything again.
 */
export function tcpProxy(target: () => string): LossyWire {
  const wire = new LossyWire(target);
  beforeAll(() => wire.open());
  beforeEach(() => wire.heal());
  afterAll(() => wire.close());
  return wire;
}
