import { z } from 'zod';
import { contractFor } from './endpoint.ts';
import { text, Timestamp, Uuid } from './names.ts';

export const Customer = z.object({ id: Uuid, email: z.string(), name: z.string() }).meta({ id: 'Customer' });
export type Customer = z.infer<typeof Customer>;

/** The token is said once, here; only its hash is stored. `lastsMs`: from now on, so that no clock matters. */
export const Session = z.object({ token: z.string(), lastsMs: z.int(), customer: Customer }).meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;

/** 32 random bytes, base64url. */
export const SessionToken = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/, 'a session token')
  .meta({ id: 'SessionToken' });

/** zod's pattern, with the lengths of RFC 5321: 64 characters before the @, 63 between two dots after it. */
const EMAIL =
  /^(?=[^@]{1,64}@)(?:[A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/;

/** A session as its customer sees it in a list. */
export const OpenSession = z
  .object({
    id: Uuid,
    /** Null for one that was opened by a version that did not write it down. */
    openedAt: Timestamp.nullable(),
    /** Such as "Firefox on Linux"; null if the sign-in did not say it. */
    browser: z.string().nullable(),
    /** Whether it is the one of the token that asks. */
    isThis: z.boolean(),
  })
  .meta({ id: 'OpenSession' });
export type OpenSession = z.infer<typeof OpenSession>;

/** A list of sessions ends here, the newest first. */
export const MAX_LISTED_SESSIONS = 50;

/** SHA-256 of a session's token, as hex: it ends a session, and opens none. */
export const TokenHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'the SHA-256 of a session token')
  .meta({ id: 'TokenHash' });

const Email = z
  .string()
  .max(254, { abort: true }) // before the pattern sees it
  .check(z.email({ pattern: EMAIL, error: 'an e-mail address, for example "ada@example.com"' }));
const Password = z.string().min(10, 'at least 10 characters').max(200, 'at most 200 characters');

export const profile = contractFor(['storefront'], {
  register: {
    method: 'POST',
    path: '/customers',
    summary:
      'Makes a customer, unless there is one with this address. The answer does not tell which: it would tell any caller who is registered.',
    repeatable: 'always',
    body: z.strictObject({ email: Email, name: text(100), password: Password }),
    answers: { 204: null },
  },
  signIn: {
    method: 'POST',
    path: '/sessions',
    summary: 'Checks e-mail and password and opens a session; which of the two was wrong is not told.',
    repeatable: 'never',
    body: z.strictObject({
      email: text(254),
      password: z.string().max(200),
      /** What the list of sessions shows for this one. */
      browser: text(60).optional(),
      /** The session that this browser had until now: it ends. */
      replaces: SessionToken.optional(),
    }),
    answers: { 201: Session },
    problems: ['sign-in-failed'],
  },
  readSession: {
    method: 'POST',
    path: '/sessions/read',
    summary: 'Whose session a token is. POST, because a token in an address would stand in logs.',
    repeatable: 'always',
    body: z.strictObject({ token: SessionToken }),
    answers: { 200: Customer },
    problems: ['session-not-found'],
  },
  signOut: {
    method: 'POST',
    path: '/sessions/end',
    summary: 'Ends a session; one already ended is no error.',
    repeatable: 'always',
    body: z.strictObject({ token: SessionToken }),
    answers: { 204: null },
  },
  endSessions: {
    method: 'POST',
    path: '/sessions/end-by-hash',
    summary: 'Ends sessions whose sign-out could not be delivered; one already ended is no error.',
    repeatable: 'always',
    body: z.strictObject({ tokenHashes: z.array(TokenHash).min(1).max(100) }),
    answers: { 204: null },
  },
  listSessions: {
    method: 'POST',
    path: '/sessions/list',
    summary: 'The sessions of the customer whose token it is, newest first.',
    repeatable: 'always',
    body: z.strictObject({ token: SessionToken }),
    answers: { 200: z.object({ sessions: z.array(OpenSession) }).meta({ id: 'OpenSessions' }) },
    problems: ['session-not-found'],
  },
  endOtherSessions: {
    method: 'POST',
    path: '/sessions/end-others',
    summary: 'Ends one other session of the same customer, or without an id all others.',
    repeatable: 'always',
    body: z.strictObject({ token: SessionToken, id: Uuid.optional() }),
    answers: { 204: null },
    problems: ['session-not-found'],
  },
  changePassword: {
    method: 'POST',
    path: '/customers/password',
    summary:
      'Changes the password of the customer whose token it is, and ends all other sessions. It wants the present one.',
    repeatable: 'never', // the second time the present password is another
    body: z.strictObject({ token: SessionToken, password: z.string().max(200), newPassword: Password }),
    answers: { 204: null },
    problems: ['session-not-found', 'password-wrong'],
  },
});
