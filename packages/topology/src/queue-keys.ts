/** The services that work off queues. Each shares a key with the one that fills them, and no other service knows it. */
const consumers = ['checkout', 'search', 'recommendations'];
const SENDER = 'checkout';

/** The variables of a service that hold keys of queues, each with the service whose key it is. */
export function queueKeysOf(app: string): Readonly<Record<string, string>> {
  if (!consumers.includes(app)) return {};
  const others = app === SENDER ? consumers.filter(name => name !== SENDER) : [];
  return {
    QUEUE_KEY: app,
    ...Object.fromEntries(others.map(name => [`${name.toUpperCase().replaceAll('-', '_')}_QUEUE_KEY`, name])),
  };
}
