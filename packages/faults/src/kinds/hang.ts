import { kind } from '../kind.ts';

/** Its connection stays open until the caller ends it: only a limit of the caller's own helps. */
export const hang = kind({ says: 'the request is read and never answered', fields: {}, before: () => 'ended' });
