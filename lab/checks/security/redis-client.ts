import { Redis } from 'ioredis';

/** A client of Redis with what an attacker has: no password, or the address of a service that fell. Errors are answers, too. */
export class RedisClient implements Disposable {
  private readonly client: Redis;

  constructor(url: string) {
    this.client = new Redis(url, { maxRetriesPerRequest: 0, commandTimeout: 5000, retryStrategy: () => null });
    this.client.on('error', () => {}); // the command reports it
  }

  /** What Redis answers; its refusal in words. */
  async send(command: string, ...words: (string | number)[]): Promise<unknown> {
    try {
      return await this.client.call(command, ...words.map(String));
    } catch (error) {
      return `refused: ${(error as Error).message}`;
    }
  }

  [Symbol.dispose](): void {
    this.client.disconnect();
  }
}

export const isRefusal = (answer: unknown): boolean => String(answer).startsWith('refused: ');
