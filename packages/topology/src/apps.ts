/** What happens without an app: `money` takes charges and orders, a page needs `critical`, no page needs `optional`. */
export type Criticality = 'money' | 'critical' | 'optional';

/** One app of apps/. */
export interface App {
  readonly name: string;
  readonly port: number;
  /** The services it calls. */
  readonly calls: readonly string[];
  /** The extensions of the database that it owns; null if it owns none. The database has the app's name. */
  readonly database: { readonly extensions: readonly string[] } | null;
  readonly redis: boolean;
  /** The most replicas that may run at once. */
  readonly maxReplicas: number;
  readonly criticality: Criticality;
}

const plain = { extensions: [] };
/** For an app whose replicas share nothing but a database: an autoscaler stops here. */
const MANY = 10;

/** Every app but the visitors and the control room. A callee stands before its callers. */
const services = [
  { name: 'bank', port: 3007, calls: [], database: plain, redis: false, maxReplicas: MANY, criticality: 'money' },
  {
    name: 'payment',
    port: 3004,
    calls: ['bank'],
    database: plain,
    redis: true,
    maxReplicas: MANY,
    criticality: 'money',
  },
  {
    name: 'search',
    port: 3001,
    calls: [],
    database: { extensions: ['pg_trgm', 'unaccent'] },
    redis: true,
    maxReplicas: MANY,
    criticality: 'critical',
  },
  {
    name: 'checkout',
    port: 3002,
    calls: ['payment'],
    database: plain,
    redis: true,
    maxReplicas: MANY,
    criticality: 'money',
  },
  { name: 'profile', port: 3003, calls: [], database: plain, redis: false, maxReplicas: MANY, criticality: 'critical' },
  {
    name: 'recommendations',
    port: 3005,
    calls: [],
    database: plain,
    redis: true,
    maxReplicas: MANY,
    criticality: 'optional',
  },
  {
    name: 'comments',
    port: 3006,
    calls: [],
    database: plain,
    redis: false,
    maxReplicas: MANY,
    criticality: 'optional',
  },
  {
    name: 'storefront',
    port: 8080,
    calls: ['search', 'checkout', 'profile', 'recommendations', 'comments'],
    database: null,
    redis: true,
    maxReplicas: MANY,
    criticality: 'critical',
  },
] as const satisfies readonly App[];

/** A service that the control room watches and switches. */
export type ServiceName = (typeof services)[number]['name'];

export const serviceNames: readonly ServiceName[] = services.map(({ name }) => name);

/** The load generator: a client of the shop, so it is no service of the map. */
const visitors: App = {
  name: 'visitors',
  port: 3009,
  calls: ['storefront', 'checkout', 'bank'],
  database: null,
  redis: false,
  maxReplicas: 1, // each would open as many pages, and count only its own
  criticality: 'optional',
};

const controlRoom: App = {
  name: 'control-room',
  port: 8081,
  calls: [...serviceNames, 'visitors'],
  database: null,
  redis: false,
  maxReplicas: 1, // it keeps traces in its memory
  criticality: 'optional',
};

/** Every app of the shop. A callee stands before its callers. */
export const apps: readonly App[] = [...services, visitors, controlRoom];

/** Services call each other over TLS; visitors open the storefront as browsers do, and prove nothing. */
export const schemeOf = (caller: string, callee: string): 'http' | 'https' =>
  caller === 'visitors' && callee === 'storefront' ? 'http' : 'https';

/** The variable that tells a caller the addresses of `app`: `PAYMENT_URL`. */
export const addressVariable = (app: string): string => `${app.toUpperCase().replaceAll('-', '_')}_URL`;
