import type { Backlog } from '@watertight/contracts/ops';
import { serviceNames } from '@watertight/topology';
import type { State } from '../state.ts';
import type { WatchedService } from '../watch-services.ts';
import { edges } from './edges.ts';
import { map } from './map.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const service = (name: string, more: object = {}) =>
  ({
    name,
    status: 'ready',
    reportedAt: null,
    pipelines: [],
    patterns: {},
    undoneAt: {},
    faults: [],
    ...more,
  }) as WatchedService;
const drawn = async (services: WatchedService[]) =>
  String(await map({ services, processes: undefined, visitors: undefined } as unknown as State));
const boxesIn = (html: string): Box[] =>
  [...html.matchAll(/<rect[^>]* x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g)].map(
    ([, x, y, width, height]) => ({ x: Number(x), y: Number(y), width: Number(width), height: Number(height) }),
  );
const overlap = (one: Box, other: Box) =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

/** A hundred points of a curve whose two control points have the x `bend`. */
function pointsOf([x1 = 0, y1 = 0, bend = 0, x2 = 0, y2 = 0]: number[]): Box[] {
  return Array.from({ length: 101 }, (_, i) => {
    const t = i / 100;
    const middle = 3 * t * (1 - t);
    const x = x1 * (1 - t) ** 3 + bend * middle + x2 * t ** 3;
    const y = y1 * ((1 - t) ** 3 + middle * (1 - t)) + y2 * (middle * t + t ** 3);
    return { x, y, width: 0, height: 0 };
  });
}

describe('the map', () => {
  /** Every call at the highest rate with an open breaker has the longest label. */
  const busy = serviceNames.map(name => {
    const pipelines = edges
      .filter(([caller]) => caller === name)
      .map(([, callee]) => ({
        name: callee,
        service: callee,
        perSecond: 100,
        switches: {},
        breaker: { state: 'open' },
      }));
    return service(name, { pipelines });
  });

  it('has a label for every call, and none lies on another label or on a service', async () => {
    const html = await drawn(busy);
    expect(html.match(/100\/s open<\/text>/g)).toHaveLength(edges.length);
    const boxes = boxesIn(html);
    expect(boxes).toHaveLength(edges.length + serviceNames.length + 1);
    const pairs = boxes.flatMap((one, i) => boxes.slice(i + 1).map(other => [one, other] as const));
    expect(pairs.filter(([one, other]) => overlap(one, other))).toEqual([]);
  });

  it('has no label over the curve of another call', async () => {
    const html = await drawn(busy);
    const labels = boxesIn(html).filter(({ height }) => height === 26);
    const curves = [...html.matchAll(/ d="M([\d.]+) ([\d.]+)C([\d.]+) [\d.]+ [\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"/g)].map(
      found => pointsOf(found.slice(1).map(Number)),
    );
    expect([labels.length, curves.length]).toEqual([edges.length, edges.length]);
    const covered = labels.map(
      (label, i) => curves.filter((points, j) => i !== j && points.some(point => overlap(label, point))).length,
    );
    expect(covered).toEqual(edges.map(() => 0));
  });

  it('shows databases, and that events have waited for too long, in words', async () => {
    const withBacklog = (backlog: Backlog) => drawn([service('checkout', { backlog })]);
    const agoMs = (ms: number) => new Date(Date.now() - ms).toISOString();
    const html = await withBacklog({ oldestAt: null, waiting: {} });
    expect(html).toMatch(/id="node-postgres"[\s\S]*id="node-redis"[\s\S]*data-status="ready"[\s\S]*no event waits</);
    const waiting = { 'ship-order': 3, 'learn-order': 2, 'update-price': 1, 'raise-shipments': 4 };
    expect(await withBacklog({ oldestAt: agoMs(1500), waiting })).toContain(
      '>ship-order 3, learn-order 2, others 5 · oldest 2 s<',
    );
    const late = await withBacklog({ oldestAt: agoMs(60_500), waiting: { 'ship-order': 3 } });
    expect(late).toMatch(/data-status="late"[\s\S]*>late · ship-order 3 · oldest 61 s</);
  });

  it('shows in red how many events are put aside, whatever else waits', async () => {
    const put = await drawn([service('checkout', { backlog: { oldestAt: null, waiting: {}, putAside: 3 } })]);
    expect(put).toMatch(/id="node-outbox"[^>]*data-status="put-aside"[\s\S]*>3 put aside · no event waits</);
    const waiting = { 'ship-order': 3, 'learn-order': 2, 'update-price': 1, 'raise-shipments': 4 };
    const oldestAt = new Date(Date.now() - 60_500).toISOString();
    const late = await drawn([service('checkout', { backlog: { oldestAt, waiting, putAside: 3 } })]);
    expect(late).toContain('>3 put aside · late · 10 wait<');
    const none = await drawn([service('checkout', { backlog: { oldestAt: null, waiting: {}, putAside: 0 } })]);
    expect(none).not.toContain('put aside');
  });

  it('does not know the outbox of a checkout that is silent', async () => {
    const backlog = { oldestAt: null, waiting: {} };
    expect(await drawn([service('checkout', { backlog, status: 'silent' })])).toContain('>not known<');
  });

  it('names a fault with its time in the box of its service', async () => {
    const faults = [{ name: 'room-slow', kind: 'slow', remainingMs: 11_200, injected: 0 }];
    expect(await drawn([service('bank', { faults })])).toMatch(
      /id="node-bank"[^>]*data-fault="slow"[\s\S]*>slow, 12 s</,
    );
  });
});
