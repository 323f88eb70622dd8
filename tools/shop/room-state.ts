/** What the control room knows of the services, as far as the commands print it. */
export interface RoomState {
  readonly services: readonly RoomService[];
}

export interface RoomService {
  readonly name: string;
  /** `ready`, `not ready` or `silent`. */
  readonly word: string;
  /** Patterns of its own, beside those of its policies. */
  readonly patterns: Readonly<Record<string, boolean>>;
  readonly pipelines: readonly {
    readonly name: string;
    readonly switches: Readonly<Record<string, boolean>>;
    readonly breaker?: { readonly state: string };
  }[];
  readonly faults: readonly { readonly kind: string }[];
  readonly backlog?: { readonly putAside?: number };
}

/** It has no patterns on purpose. */
const TWIN = 'storefront-twin';

/** Returns the patterns that are off: by name if it is off wherever it exists, else with the policies: `retry of storefront.pay`. */
export function patternsOff(state: RoomState): string[] {
  const places = oursOf(state).flatMap(({ name, patterns, pipelines }) => [
    ...placesOf(name, patterns),
    ...pipelines.flatMap(pipeline => placesOf(`${name}.${pipeline.name}`, pipeline.switches)),
  ]);
  return [...Map.groupBy(places, ({ pattern }) => pattern)].flatMap(([pattern, all]) => {
    const off = all.filter(({ on }) => !on);
    if (off.length === 0) return [];
    return off.length === all.length ? [pattern] : [`${pattern} of ${off.map(({ at }) => at).join(', ')}`];
  });
}

/** Returns the breakers that are not closed: `storefront.comments`. */
export function openBreakers(state: RoomState): string[] {
  return oursOf(state).flatMap(({ name, pipelines }) =>
    pipelines
      .filter(({ breaker }) => breaker !== undefined && breaker.state !== 'closed')
      .map(pipeline => `${name}.${pipeline.name}`),
  );
}

/** Returns the faults that are on: `slow of search`. */
export function activeFaults({ services }: RoomState): string[] {
  return services.flatMap(({ name, faults }) => faults.map(({ kind }) => `${kind} of ${name}`));
}

/** Returns how many events are no longer sent, because their consumers failed on them. */
export function eventsPutAside({ services }: RoomState): number {
  return services.reduce((sum, { backlog }) => sum + (backlog?.putAside ?? 0), 0);
}

/** Returns what is not as it began, and the services that could not be made so because they do not answer. */
export function stillBroken(state: RoomState): string[] {
  return [
    ...oursOf(state).flatMap(({ name, word }) => (word === 'ready' ? [] : [`${name} is ${word}`])),
    ...activeFaults(state),
    ...patternsOff(state).map(pattern => `${pattern} is off`),
    ...openBreakers(state).map(policy => `the breaker of ${policy} is open`),
  ];
}

const oursOf = ({ services }: RoomState) => services.filter(({ name }) => name !== TWIN);

const placesOf = (at: string, switches: Readonly<Record<string, boolean>>) =>
  Object.entries(switches).map(([pattern, on]) => ({ at, pattern, on }));
