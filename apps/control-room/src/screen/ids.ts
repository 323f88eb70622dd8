/** Where a service's policies stand on the screen. */
export function serviceId(service: string): string {
  return `policies-of-${service}`;
}

/** Where one policy stands. A name from the wire may hold anything; an id holds no blank. */
export function cardId(service: string, policy: string): string {
  return `${service}.${encodeURIComponent(policy.toWellFormed())}`;
}
