import { answer, type AppProcess, type FakeServer, fakeServer, startApp } from '@watertight/testing';

export type Breaker = 'closed' | 'open' | 'half-open';

/** What is broken: nothing, several processes, some faults, patterns of the whole shop, or orders that are not charged once. */
export type Scene = 'calm' | 'down' | 'faults' | 'patterns off' | 'money';

const counts = { calls: 1204, ok: 1100, retriedOk: 21, failed: 8, refused: 60, ignored: 3, timedOut: 14, fallback: 12 };
const histogram = [22, 140, 410, 380, 170, 70, 12].map((count, i) => ({ belowMs: 16 * 2 ** (i / 2), count }));
const measured = { limitMs: 234, p99Ms: 78, samples: 1204, histogram };
const numbers = {
  running: 100,
  waiting: 100,
  burst: 10,
  jitter: 'full',
  failuresToOpen: 5,
  probes: 3,
  successesToClose: 2,
  p99Times: 3,
  minMs: 50,
  maxMs: 1000,
  samplesNeeded: 300,
};
const switches = { deadline: true, bulkhead: true, retry: true, breaker: true, timeout: true };

/** What every policy of these services says of itself, a breaker in each state among them. */
function pipelines(state: Breaker, calls: number) {
  const bulkhead = { running: 59, waiting: 3, limit: 100, abandoned: 1 };
  const closed = { state: 'closed', failuresInRow: 2, retryInMs: 0 };
  const whole = { breaker: closed, bulkhead, retry: { budget: 4.1 }, timeout: measured, counts: { ...counts, calls } };
  return [
    {
      ...whole,
      name: 'search',
      breaker: {
        state,
        failuresInRow: 0,
        retryInMs: state === 'open' ? 11_800 : 0,
        ...(state === 'half-open' && { probes: { admitted: 2, good: 1, bad: 0 } }),
      },
    },
    { ...whole, name: 'checkout', bulkhead: { ...bulkhead, running: 118, limit: 200 } },
    { ...whole, name: 'badge', timeout: { limitMs: 300, p99Ms: null, samples: 0 } },
    { name: 'bare', counts },
  ];
}

const noPages = { whole: 0, degraded: 0, failed: 0, p99Ms: null };

/** A control room over services that say what a test lets them say. */
export class ToldRoom {
  breaker: Breaker = 'closed';
  scene: Scene = 'down';
  calls = 1204;
  readonly services: FakeServer = fakeServer(({ method, path }) => {
    if (method === 'POST') return answer.json(null, { status: 204 });
    const off = { ...switches, breaker: false, bulkhead: false };
    const all = this.scene === 'patterns off' ? off : switches;
    const settings = {
      search: { service: 'search', switches: all, numbers },
      checkout: { service: 'checkout', switches: all, numbers },
      badge: { service: 'checkout', switches: this.scene === 'calm' ? all : off, numbers },
    };
    if (method === 'DELETE') return answer.json(null, { status: 204 });
    if (method === 'PUT') return answer.json({ name: 'room-hang', kind: 'hang', remainingMs: 1, injected: 0 });
    if (path.startsWith('/ops/faults')) return answer.json({}, { status: 404 });
    const told = pipelines(this.breaker, this.calls);
    const more = this.scene === 'patterns off' && { undoneAt: { 'search.breaker': inSeconds(60) } };
    const faults = this.scene === 'faults' ? twoFaults : [];
    return answer.lines({ service: 'any', ready: true, pipelines: told, policies: settings, faults, ...more });
  });
  private readonly bank = fakeServer(() => (this.scene === 'down' ? answer.nothing() : answer.lines(leaf)));
  private readonly others = fakeServer(() =>
    this.scene === 'down' ? answer.json({}, { status: 404 }) : answer.lines(leaf),
  );
  private readonly supervisor = fakeServer(() => answer.json({ processes: processesIn(this.scene) }));
  private perSecond = 0;
  private readonly visitors = fakeServer(({ body }) => {
    if (body !== '') this.perSecond = (JSON.parse(body) as { perSecond: number }).perSecond;
    const shops = [{ shop: 'the shop', lately: noPages, history: Array.from({ length: 120 }, () => noPages) }];
    const money = this.scene === 'money' ? wrongMoney : { totals: null, comparison: null };
    return answer.json({ perSecond: this.perSecond, shops, worstPages: [], ...money });
  });
  private app: AppProcess | undefined;

  get process(): AppProcess {
    if (this.app === undefined) throw new Error('the room was never opened');
    return this.app;
  }

  async open(more: Record<string, string> = {}): Promise<void> {
    const names = ['SEARCH', 'CHECKOUT', 'PROFILE', 'RECOMMENDATIONS', 'COMMENTS'];
    this.app = await startApp('control-room', {
      ...Object.fromEntries(names.map(name => [`${name}_URL`, this.others.url])),
      STOREFRONT_URL: this.services.url,
      PAYMENT_URL: this.services.url,
      BANK_URL: this.bank.url,
      SUPERVISOR_URL: this.supervisor.url,
      VISITORS_URL: this.visitors.url,
      ...more,
    });
  }

  /** Dies, and is started again at its old address. */
  async restart(): Promise<void> {
    const { port } = new URL(this.process.url);
    await this.process.kill();
    await this.open({ PORT: port });
  }
}

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

/** A service that calls no other. */
const leaf = {
  service: 'any',
  ready: true,
  pipelines: [],
  policies: {},
  faults: [],
  backlog: { oldestAt: inSeconds(-60), waiting: { 'ship-order': 3 } },
};
const twoFaults = ['slow', 'lose-response'].map(kind => ({
  name: `room-${kind}`,
  kind,
  remainingMs: 41_000,
  injected: 3,
}));
const wrongMoney = {
  totals: { orders: 1204, underWay: 2, charges: 1206, tooMany: 1 },
  comparison: {
    comparedAt: inSeconds(0),
    isStale: true,
    paidWithoutCharge: { count: 1, ids: ['0190b2c4-0000-7000-8000-000000000001'] },
    chargedWithoutOrder: { count: 0, ids: [] },
  },
};

const processesIn = (scene: Scene) =>
  Object.entries({
    storefront: 'running',
    checkout: 'running',
    comments: scene === 'down' ? 'killed' : 'running',
    search: scene === 'down' ? 'frozen' : 'running',
    postgres: 'running',
  }).map(([name, state], i) => ({
    name,
    kind: 'app',
    pid: 4711 + i,
    state,
    ready: state === 'running',
    port: 3001 + i,
    restarts: 0,
    until: null,
  }));
