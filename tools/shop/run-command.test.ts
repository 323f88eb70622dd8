import { runCommand } from './run-command.ts';
import type { RoomService } from './room-state.ts';
import { ShopCommandError, type Runner, type ShopProcess } from './runner.ts';

const WHOLE = 'Everything runs, no fault is on, all patterns are on, all breakers are closed.';

const opposite: Record<string, string> = {
  kill: 'killed',
  stop: 'stopped',
  freeze: 'frozen',
  thaw: 'running',
  start: 'running',
};

/** A shop in memory: verbs change its states, and are written down. */
function shop(states: Record<string, string>, services: RoomService[] | null = []) {
  const done: string[] = [];
  const processes = () =>
    Object.entries(states).map(([name, state]): ShopProcess => {
      return { name, kind: name === 'postgres' ? 'database' : 'app', state, ready: state === 'running' };
    });
  const runner: Runner = {
    processes: () => Promise.resolve(processes()),
    act: async (name, verb) => {
      done.push(`${verb} ${name}`);
      states[name] = opposite[verb] as string;
    },
    rotate: async () => void done.push('rotate'),
  };
  const room = {
    breaks: async (service: string, fault: object) => void done.push(`break ${service} ${JSON.stringify(fault)}`),
    heals: async () => {
      done.push('heal');
      services = services?.map(each => (each.word === 'silent' ? each : anew(each))) ?? null;
    },
    requests: async (method: string, path: string, body?: object) => {
      done.push(`${method} ${path} ${JSON.stringify(body)}`);
      return { price: { amount: '19.50', currency: 'USD' }, priceVersion: 3, quantity: 12, events: 2 };
    },
    link: async () => 'http://localhost:8081/enter?key=1',
    state: async () => (services === null ? undefined : { services }),
  };
  return { done, run: (...words: string[]) => runCommand(words, () => Promise.resolve(runner), room) };
}

const service = (name: string, more: Partial<RoomService> = {}): RoomService => ({
  name,
  word: 'ready',
  patterns: {},
  pipelines: [],
  faults: [],
  ...more,
});
const policy = (name: string, switches: Record<string, boolean>, state = 'closed') => {
  return { name, switches, breaker: { state } };
};
const allOn = (switches: Readonly<Record<string, boolean>>) =>
  Object.fromEntries(Object.keys(switches).map(pattern => [pattern, true]));
/** A service after `POST /ops/reset`. */
const anew = ({ name, patterns, pipelines }: RoomService) =>
  service(name, {
    patterns: allOn(patterns),
    pipelines: pipelines.map(each => policy(each.name, allOn(each.switches))),
  });

describe('npm run shop', () => {
  it('does the verb and shows what became of it', async () => {
    const { done, run } = shop({ search: 'running', comments: 'running' });
    expect(await run('kill', 'comments')).toEqual(['comments          killed']);
    expect(done).toEqual(['kill comments']);
  });

  it('prints a link to the control room', async () => {
    const { done, run } = shop({ search: 'running' });
    expect(await run('room')).toEqual(['http://localhost:8081/enter?key=1']);
    expect(done).toEqual([]);
  });

  it('takes several names', async () => {
    const { done, run } = shop({ search: 'running', comments: 'running' });
    await run('freeze', 'search', 'comments');
    expect(done).toEqual(['freeze search', 'freeze comments']);
  });

  it('heals: thaws what is frozen and starts what is down, databases first', async () => {
    const { done, run } = shop({ search: 'frozen', comments: 'killed', bank: 'running', postgres: 'stopped' });
    expect(await run('heal')).toEqual(['thawed            search', 'started           comments; postgres', WHOLE]);
    expect(done).toEqual(['start postgres', 'thaw search', 'start comments', 'heal']);
    expect(await run('heal')).toEqual([WHOLE]);
  });

  const broken = () => [
    service('storefront', {
      pipelines: [
        policy('comments', { breaker: true, fallback: false }, 'open'),
        policy('search', { breaker: true, fallback: true }),
      ],
    }),
    service('payment', { patterns: { idempotency: false }, pipelines: [policy('bank', { bulkhead: false })] }),
    service('search', { faults: [{ kind: 'slow' }] }),
    service('storefront-twin', { pipelines: [policy('search', { breaker: false, fallback: false })] }),
  ];

  it('names the patterns that are off, but not those of the twin', async () => {
    const { run } = shop({ search: 'running' }, broken());
    expect(await run('status')).toEqual([
      'search            running',
      'patterns off      fallback of storefront.comments; idempotency; bulkhead',
    ]);
    expect(await shop({ search: 'running' }).run('status')).toEqual(['search            running']);
  });

  it('heals patterns, breakers and faults as well, and says which', async () => {
    const { run } = shop({ search: 'running' }, broken());
    expect(await run('heal')).toEqual([
      'fault ended       slow of search',
      'pattern on again  fallback of storefront.comments; idempotency; bulkhead',
      'breaker closed    storefront.comments',
      WHOLE,
    ]);
    expect(await run('status')).toEqual(['search            running']);
  });

  it('says what could not be healed', async () => {
    const silent = { ...broken()[0], word: 'silent' } as RoomService;
    const healed = await shop({ search: 'running' }, [silent]).run('heal');
    expect(healed.at(-1)).toBe(
      'still broken      storefront is silent; fallback of storefront.comments is off; the breaker of storefront.comments is open',
    );
  });

  it('shows the processes though the control room does not answer', async () => {
    const { run } = shop({ search: 'running' }, null);
    expect(await run('status')).toEqual(['search            running']);
  });

  it('breaks a service on purpose, with the fields of the fault', async () => {
    const { done, run } = shop({ search: 'running' });
    expect(await run('fault', 'hang', 'search')).toEqual(['search            hang, for 30 s']);
    await run('fault', 'slow', 'search', 'delayMs=300', '--forMs=10000', 'match.caller=storefront');
    expect(done).toEqual([
      'break search {"kind":"hang"}',
      'break search {"delayMs":"300","forMs":"10000","match.caller":"storefront","kind":"slow"}',
    ]);
  });

  it('sets a price in every store', async () => {
    const { done, run } = shop({});
    expect(await run('price', 'enamel-mug', '1950')).toEqual([
      'enamel-mug costs 19.50 USD in every store, price version 3',
    ]);
    expect(done).toEqual(['PUT /api/products/enamel-mug/price {"amountMinor":1950}']);
  });

  it('makes a store low on a product, with a shipment on its way to the first that claims it', async () => {
    const { done, run } = shop({});
    expect(await run('low', 'falmouth', 'enamel-mug')).toEqual([
      'falmouth has 2 of enamel-mug left, and a shipment of 12 is raised: the emptiest store claims it, see /stores',
    ]);
    expect(done).toEqual([
      'PUT /api/products/enamel-mug/stock {"available":{"falmouth":2}}',
      'POST /api/products/enamel-mug/shipments undefined',
    ]);
  });

  it('gives every service a new key', async () => {
    const { done, run } = shop({ search: 'running' });
    expect(await run('rotate')).toEqual(['every service has a new key; keys of before the last rotation are refused']);
    expect(done).toEqual(['rotate']);
  });

  it('sends events again that were put aside, and shows that there are some', async () => {
    const { done, run } = shop({ search: 'running' }, [service('checkout', { backlog: { putAside: 2 } })]);
    expect(await run('status')).toEqual([
      'search            running',
      'put aside         events: 2; npm run shop resend sends them again',
    ]);
    expect(await run('resend')).toEqual(['2 events are sent again.']);
    expect(done).toEqual(['POST /api/outbox/send-again undefined']);
  });

  it.each([
    [
      ['price', 'enamel-mug', '19.50'],
      'price: <product> and an amount in cents are expected, for example npm run shop price enamel-mug-white-with-blue-rim 1950',
    ],
    [
      ['low', 'falmouth'],
      'low: <store> and <product> are expected, for example npm run shop low falmouth enamel-mug-white-with-blue-rim',
    ],
    [
      ['fault', 'hang'],
      'fault: <kind> <name> and field=value are expected, for example npm run shop fault slow search delayMs=300 forMs=10000',
    ],
    [
      ['fault', 'hang', 'search', '10s'],
      '10s: <kind> <name> and field=value are expected, for example npm run shop fault slow search delayMs=300 forMs=10000',
    ],
    [
      ['explode', 'search'],
      'npm run shop explode: kill | freeze | thaw | start | stop <name>, fault <kind> <name>, price <product> <cents>, low <store> <product>, resend, heal, room, rotate or status is expected.',
    ],
    [
      [],
      'npm run shop : kill | freeze | thaw | start | stop <name>, fault <kind> <name>, price <product> <cents>, low <store> <product>, resend, heal, room, rotate or status is expected.',
    ],
    [['kill', 'serch'], 'npm run shop kill serch: the names are search, bank.'],
    [['kill'], 'npm run shop kill <name>: the names are search, bank.'],
  ])('answers %j with one sentence', async (words, sentence) => {
    const { done, run } = shop({ search: 'running', bank: 'running' });
    await expect(run(...words)).rejects.toThrow(new ShopCommandError(sentence));
    expect(done).toEqual([]);
  });
});
