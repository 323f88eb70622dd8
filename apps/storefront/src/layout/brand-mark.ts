import { raw } from 'hono/html';

/** A porthole, dogged shut. */
export const brandMark = raw(
  '<svg viewBox="0 0 32 32" aria-hidden="true"><rect x="3" y="3" width="26" height="26" rx="7" fill="currentColor"/><g fill="none" stroke="var(--card)" stroke-width="2.2"><circle cx="16" cy="16" r="7.5"/><path d="M16 8.5v15M8.5 16h15"/></g><circle cx="16" cy="16" r="2.6" fill="var(--card)"/></svg>',
);
