import { z } from 'zod';
import { contractFor } from './endpoint.ts';
import { text, Uuid } from './names.ts';

export const Customer = z.object({ id: Uuid, email: z.string(), name: z.string() }).meta({ id: 'Customer' });
export type Customer = z.infer<typeof Customer>;

/** The token is said once, here; only its hash is stored. */
export const Session = z.object({ token: z.string(), customer: Customer }).meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;

/** 32 random bytes, base64url. */
export const SessionToken = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/, 'a session token')
  .meta({ id: 'SessionToken' });

/** zod's pattern, with the lengths of RFC 5321: 64 characters before the @, 63 between two dots after it. */
const EMAIL =
  /^(?=[^@]{1,64}@)(?:[A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/;

const Email = z
  .string()
  .max(254, { abort: true }) // before the pattern sees it
  .check(z.email({ pattern: EMAIL, error: 'an e-mail address, for example "ada@example.com"' }));
const Password = z.string().min(10, 'at least 10 characters').max(200, 'at most 200 characters');

export const profile = contractFor(['storefront'], {
  register: {
    method: 'POST',
    path: '/customers',
    summary: 'Makes a customer and signs them in.',
    repeatable: 'never',
    body: z.strictObject({ email: Email, name: text(100), password: Password }),
    answers: { 201: Session },
    problems: ['email-taken'],
  },
  signIn: {
    method: 'POST',
    path: '/sessions',
    summary: 'Checks e-mail and password and opens a session; which of the two was wrong is not told.',
    repeatable: 'never',
    body: z.strictObject({ email: text(254), password: z.string().max(200) }),
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
});
