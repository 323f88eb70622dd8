import { fate } from './fate.ts';
import { fails, hangs } from './stand-ins.ts';

describe('a stand-in for a call', () => {
  it('that hangs stays pending and counts its callers', async () => {
    const service = hangs();
    const calls = [fate(service()), fate(service())];
    await new Promise(setImmediate);
    expect(calls).toEqual([{ state: 'pending' }, { state: 'pending' }]);
    expect(service).toHaveBeenCalledTimes(2);
  });

  it('that fails rejects every caller with the same error', async () => {
    const error = new Error('no wind');
    const service = fails(error);
    await expect(service()).rejects.toBe(error);
    await expect(service()).rejects.toBe(error);
    expect(service).toHaveBeenCalledTimes(2);
  });
});
