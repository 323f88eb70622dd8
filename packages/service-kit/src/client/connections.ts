import { Address } from './address.ts';
import { addressPatterns, type AddressPatterns } from './address-patterns.ts';
import { isProblem, judge, UnreachableError } from './outcomes.ts';

const lists = new Set<Connections>();

export interface ConnectionsOptions {
  /** In place of the switches of this process. */
  readonly patterns?: AddressPatterns;
  readonly random?: () => number;
  /** The service that must prove itself behind https; without it, the one of this name. */
  readonly service?: string;
}

/**
 * The addresses of one service, for one policy: which of them an attempt calls, and which are left out.
 *
 * One that could not be reached is passed over for a second. Five failures in a row eject one, for 10 s at first; then one
 * attempt tries it. What a failure is, is the breaker's classification. When all addresses are left out, all are used.
 */
export class Connections {
  readonly name: string;
  private readonly addresses: readonly Address[];
  private readonly patterns: AddressPatterns | undefined;
  private readonly random: () => number;
  private turn = 0;

  constructor(name: string, origins: readonly string[], options: ConnectionsOptions = {}) {
    const { patterns, random = Math.random, service = name } = options;
    if (origins.length === 0) throw new RangeError('a service needs at least one address');
    this.name = name;
    this.addresses = origins.map(url => new Address(url, service));
    // A single address is called whatever happens.
    this.patterns = origins.length === 1 ? undefined : (patterns ?? addressPatterns());
    this.random = random;
    lists.add(this);
  }

  /** Runs one attempt at one of the addresses, and learns from its outcome. */
  async run<Answer>(attempt: (address: Address) => Promise<Answer>): Promise<Answer> {
    const address = this.choose();
    const isTrial = this.canEject && address.beginTrial();
    address.inProgress += 1;
    try {
      const answer = await attempt(address);
      address.note(judge({ result: answer }), isTrial);
      return answer;
    } catch (error) {
      if (error instanceof UnreachableError || isProblem(error, 'starting')) address.passOver();
      address.note(judge({ error }), isTrial);
      throw error;
    } finally {
      address.inProgress -= 1;
    }
  }

  get ejected(): readonly Address[] {
    return this.canEject ? this.addresses.filter(({ isEjected }) => isEjected) : [];
  }

  /** Forgets all ejections. */
  reset(): void {
    for (const address of this.addresses) address.bringBack();
  }

  private get canEject(): boolean {
    return this.patterns?.ejection.isOn === true;
  }

  private choose(): Address {
    const usable = this.addresses.filter(address => address.isUsable(this.canEject));
    const candidates = usable.length === 0 ? this.addresses : usable;
    const chosen = (this.patterns?.balancing.isOn === true ? this.twoOf(candidates) : candidates).reduce((one, other) =>
      this.isBetter(other, one) ? other : one,
    );
    chosen.lastTurn = this.turn += 1;
    return chosen;
  }

  /** Two at random: of all, the least busy one would get the calls of every process at once (Mitzenmacher 2001). */
  private twoOf(candidates: readonly Address[]): readonly Address[] {
    if (candidates.length <= 2) return candidates;
    const first = Math.floor(this.random() * candidates.length);
    const second = (first + 1 + Math.floor(this.random() * (candidates.length - 1))) % candidates.length;
    return [candidates[first]!, candidates[second]!];
  }

  /** The less busy one; among equals, and without balancing, the one whose last call is longer ago. */
  private isBetter(one: Address, other: Address): boolean {
    const busier = this.patterns?.balancing.isOn === true ? one.inProgress - other.inProgress : 0;
    return busier === 0 ? one.lastTurn < other.lastTurn : busier < 0;
  }
}

/** Returns what this process leaves out at the moment, for its state. */
export function ejectedAddresses() {
  return [...lists].flatMap(({ name, ejected }) =>
    ejected.map(({ origin, retryInMs }) => ({ policy: name, origin, retryInMs: Math.round(retryInMs) })),
  );
}

/** Uses every address of this process again. */
export function resetAddresses(): void {
  for (const list of lists) list.reset();
}
