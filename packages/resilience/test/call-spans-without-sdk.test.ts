import { callSpans, definePolicies, pipeline } from '../src/index.ts';

describe('without a registered SDK', () => {
  it('nothing watches a call: no span object is made', async () => {
    expect(callSpans().start('search')).toBeUndefined();
    const calls = pipeline(definePolicies({ search: {} }).search);
    expect(await calls.run(() => 'answer')).toBe('answer');
    calls.close();
  });
});
