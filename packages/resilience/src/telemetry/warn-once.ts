const warned = new WeakSet<object>();

/** Once per owner: a listener that fails at each refusal would otherwise write a line per refusal. */
export function warnOnce(owner: object, message: string, error: unknown): void {
  if (warned.has(owner)) return;
  warned.add(owner);
  process.emitWarning(`${message}: ${String(error)}`, 'ResilienceWarning');
}
