import type { ShopProcess } from '@watertight/contracts/supervisor';
import { FaultMarks } from './fault-marks.ts';
import type { WatchedService } from './watch-services.ts';

const process = (state: ShopProcess['state']): ShopProcess => ({
  name: 'search',
  kind: 'app',
  pid: 1,
  state,
  ready: true,
  port: 3001,
  restarts: 0,
  until: null,
});
const service = (...kinds: string[]): WatchedService => ({
  name: 'search',
  status: 'ready',
  reportedAt: null,
  pipelines: [],
  patterns: {},
  undoneAt: {},
  faults: kinds.map(kind => ({ name: `room-${kind}`, kind, remainingMs: 1, injected: 0 })),
});

describe('marks of faults', () => {
  it('say when each began and ended, of processes and of services', () => {
    const marks = new FaultMarks();
    marks.add([service()], [process('running')], 1000);
    marks.add([service('slow')], [process('running')], 2000);
    marks.add([service('slow')], [process('frozen')], 3000);
    expect(marks.add([service()], [process('running')], 4000)).toEqual([
      { at: 2000, what: 'search slow', began: true },
      { at: 3000, what: 'search frozen', began: true },
      { at: 4000, what: 'search frozen', began: false },
      { at: 4000, what: 'search slow', began: false },
    ]);
  });

  it('are of services that became silent where no list of processes exists', () => {
    const marks = new FaultMarks();
    const silent = { ...service(), status: 'silent', reportedAt: '2026-01-01T00:00:00.000Z' } as const;
    marks.add([service()], [], 1000);
    expect(marks.add([silent], [], 2000)).toEqual([{ at: 2000, what: 'search silent', began: true }]);
    expect(marks.add([{ ...silent, reportedAt: null }], [process('running')], 3000)).toHaveLength(2);
  });

  it('are none for what was so before anybody looked, and leave after two minutes', () => {
    const marks = new FaultMarks();
    expect(marks.add([service('slow')], [process('killed')], 1000)).toEqual([]);
    marks.add([service()], [process('killed')], 2000);
    expect(marks.add([service()], [process('killed')], 121_999)).toHaveLength(1);
    expect(marks.add([service()], [process('killed')], 122_001)).toHaveLength(0);
  });
});
