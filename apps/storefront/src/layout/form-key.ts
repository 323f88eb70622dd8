import { randomUUID } from 'node:crypto';

/** What may stand in a header, and leaves room to make longer keys of it. */
const KEY = /^[!-~]{1,100}$/;

/** The key a form was rendered with: sent twice, the form counts once. Undefined where it has none. */
export const keyIn = (typed: string): string | undefined => (KEY.test(typed) ? typed : undefined);

/** The same, or a new key for a client that sends none. */
export const keyInOrNew = (typed: string): string => keyIn(typed) ?? randomUUID();
