import { jest } from '@jest/globals';
import { closeAllPipelines } from '@watertight/resilience';

/**
 * Stops time for this test file; only `advance` moves it. Also rules Date and performance.now, so opossum obeys it.
 *
 * For pure mechanisms only: jest's faked timers lose AsyncLocalStorage, and with it trace context and deadlines.
 */
export function fakeClock(): { advance(ms: number): Promise<void> } {
  // Microtasks stay real: promises must still settle between two ticks of the stopped clock.
  beforeEach(() => void jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'queueMicrotask'] }));
  afterEach(() => {
    closeAllPipelines(); // a timer armed under one test's clock is dead in the next
    jest.useRealTimers();
  });
  return { advance: ms => jest.advanceTimersByTimeAsync(ms) };
}
