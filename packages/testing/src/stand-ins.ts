import { jest } from '@jest/globals';

/** A call that never settles, as a service that accepts and then says nothing. Counts how often it was asked. */
export function hangs(): jest.Mock<() => Promise<never>> {
  return jest.fn(() => new Promise<never>(() => {}));
}

/** A call that always rejects, by default with `Error('the service failed')`. Counts how often it was asked. */
export function fails(error: unknown = new Error('the service failed')): jest.Mock<() => Promise<never>> {
  return jest.fn(() => Promise.reject(error));
}
