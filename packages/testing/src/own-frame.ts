/**
 * Of a stack, the line a person can do something about: the first of ours, else the first of a library.
 *
 * @returns 'jest' when jest itself is the caller: its own timers and pipes are no leak of a test; undefined when only Node is
 */
export function firstOwnFrame(stack = ''): string | undefined {
  const frames = stack.split('\n').filter(frame => /^\s+at /.test(frame) && !/node:|watch-opening\.ts/.test(frame));
  if (/node_modules\/(?:\.pnpm\/)?jest-(?:circus|worker|runner)/.test(frames[0] ?? '')) return 'jest';
  const frame = frames.find(candidate => !candidate.includes('node_modules')) ?? frames[0];
  return frame?.trim();
}
