import { fate } from './fate.ts';

describe('the fate of a promise', () => {
  it('is pending, then resolved with its value', async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    const seen = fate(promise);
    expect(seen).toEqual({ state: 'pending' });

    resolve(7);
    await promise;
    expect(seen).toEqual({ state: 'resolved', value: 7 });
  });

  it('is rejected with the very error, and no unhandled rejection follows', async () => {
    const error = new Error('sunk');
    const seen = fate(Promise.reject(error));
    await new Promise(setImmediate);
    expect(seen).toEqual({ state: 'rejected', error });
  });
});
