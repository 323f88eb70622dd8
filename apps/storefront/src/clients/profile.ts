import { Injectable } from '@nestjs/common';
import { type Customer, profile, type Session } from '@watertight/contracts/profile';
import { httpClient } from '@watertight/service-kit';
import { config } from '../config.ts';
import { policies } from '../policies.ts';
import { type Content, failureOf, isContent, ok, optionalCall } from './availability.ts';
import { VisitorLimits } from './visitor-limits.ts';

interface HasSession {
  readonly sessionToken: string | undefined;
}

/** Who the visitor is. */
@Injectable()
export class Profile {
  private readonly profile = httpClient(profile, policies.profile, config.profileUrls);
  private readonly credentials = httpClient(profile, policies.signIn, config.profileUrls);
  private readonly optionalAccount = httpClient(profile, policies.account, config.profileUrls);

  constructor(private readonly limits: VisitorLimits) {}

  /** The customer for the header: `ok(null)` is signed out. A visitor without a session costs no call. */
  async account({ sessionToken: token }: HasSession, deadlineMs: number): Promise<Content<Customer | null>> {
    if (token === undefined) return ok(null);
    const answer = await this.optionalAccount.readSession({ body: { token } }, optionalCall(deadlineMs));
    return isContent(answer) ? answer : ok(answer);
  }

  /** The customer for a page that cannot be shown without; null is signed out. */
  async customer({ sessionToken: token }: HasSession, deadlineMs: number): Promise<Customer | null> {
    if (token === undefined) return null;
    try {
      return await this.profile.readSession({ body: { token } }, { deadlineMs });
    } catch (error) {
      if (failureOf(error) === 'refused') return null;
      throw error;
    }
  }

  /** @throws `sign-in-failed`, TooManyRequestsError */
  signIn(credentials: { email: string; password: string }, deadlineMs: number): Promise<Session> {
    return this.limits.signIn(credentials.email, () => this.credentials.signIn({ body: credentials }, { deadlineMs }));
  }

  /** @throws `email-taken`, TooManyRequestsError */
  async register(newcomer: { email: string; name: string; password: string }, deadlineMs: number): Promise<Session> {
    await this.limits.take('registrations');
    return this.credentials.register({ body: newcomer }, { deadlineMs });
  }

  /** Ends the session. A token that profile refuses is no session, so there is nothing to end. */
  async signOut(token: string, deadlineMs: number): Promise<void> {
    try {
      await this.profile.signOut({ body: { token } }, { deadlineMs });
    } catch (error) {
      if (failureOf(error) !== 'refused') throw error;
    }
  }
}
