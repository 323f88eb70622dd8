import { Redis } from 'ioredis';

/** One command to Redis on a connection of its own. A Redis that cannot be reached or refuses is ignored. */
export async function say(url: string, command: string, ...words: string[]): Promise<void> {
  const client = new Redis(url, { maxRetriesPerRequest: 1, commandTimeout: 5000, retryStrategy: () => null });
  client.on('error', () => {}); // the command reports it
  await client.call(command, ...words).catch(() => {});
  client.disconnect();
}
