import type { RoomState } from '../kit/control-room.ts';
import { interruptionsIn } from './open-shop.ts';

/** The state of a shop with search alone, which has crashed so often. */
const shopWith = (word: string, restarts: number): RoomState => ({
  services: [{ name: 'search', word, pipelines: [], faults: [] }],
  processes: { list: [{ name: 'search', port: 3001, restarts }] },
  shoppers: [],
  visitorsPerSecond: 0,
});

describe('a run on the open shop', () => {
  it('is interrupted by a process that does not answer', () => {
    expect(interruptionsIn(shopWith('ready', 0), shopWith('silent', 0))).toEqual(['search did not answer']);
  });

  it('is interrupted by a crash, though the process is back', () => {
    const found = interruptionsIn(shopWith('ready', 1), shopWith('ready', 2));
    expect(found).toEqual(['search crashed and was started again']);
  });

  it('is not interrupted by a crash before it', () => {
    expect(interruptionsIn(shopWith('ready', 2), shopWith('ready', 2))).toEqual([]);
  });
});
