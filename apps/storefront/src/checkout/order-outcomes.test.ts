import { MINUTE, SECOND } from '@watertight/resilience';
import { fakeClock } from '@watertight/testing';
import { cardDeclined } from './order-outcomes.ts';

describe('the sentence after a declined card', () => {
  const clock = fakeClock();
  const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
  const textOf = async (heldUntil: string | null) => (await cardDeclined('expired', heldUntil)).toString();
  const held = (left: string) =>
    `<p>The card was declined: expired. Nothing was charged, and your goods stay reserved for ${left}: try another card.</p>`;
  const released = '<p>The card was declined: expired. Nothing was charged: try another card.</p>';

  it('promises the goods for the time that is left of their hold', async () => {
    expect(await textOf(inMs(3 * MINUTE - 20))).toBe(held('3 minutes')); // the answer was 20 ms on its way
    expect(await textOf(inMs(3 * MINUTE - 2 * SECOND))).toBe(held('2 minutes'));
    expect(await textOf(inMs(40 * SECOND))).toBe(held('40 seconds'));
  });

  it('promises nothing when they were released, nor once the hold is over', async () => {
    expect(await textOf(null)).toBe(released);
    const heldUntil = inMs(3 * MINUTE);
    await clock.advance(3 * MINUTE);
    expect(await textOf(heldUntil)).toBe(released);
  });
});
