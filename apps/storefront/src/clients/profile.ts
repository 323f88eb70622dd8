import { Injectable } from '@nestjs/common';
import { type Customer, type OpenSession, profile, type Session } from '@watertight/contracts/profile';
import { httpClient, isProblem } from '@watertight/service-kit';
import { config } from '../config.ts';
import { policies } from '../policies.ts';
import { type Content, failureOf, isContent, ok, optionalCall } from './availability.ts';
import { SignOuts } from './sign-outs.ts';
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

  constructor(
    private readonly signOuts: SignOuts,
    private readonly limits: VisitorLimits,
  ) {}

  /** The customer for the header: `ok(null)` is signed out. A visitor without a session costs no call. */
  async account({ sessionToken: token }: HasSession, deadlineMs: number): Promise<Content<Customer | null>> {
    if (token === undefined || this.signOuts.has(token)) return ok(null);
    const answer = await this.optionalAccount.readSession({ body: { token } }, optionalCall(deadlineMs));
    return isContent(answer) ? answer : ok(answer);
  }

  /** The customer for a page that cannot be shown without; null is signed out. */
  async customer({ sessionToken: token }: HasSession, deadlineMs: number): Promise<Customer | null> {
    if (token === undefined || this.signOuts.has(token)) return null;
    try {
      return await this.profile.readSession({ body: { token } }, { deadlineMs });
    } catch (error) {
      if (failureOf(error) === 'refused') return null;
      throw error;
    }
  }

  /** `replaces`: the session this browser had until now; it ends. @throws `sign-in-failed`, TooManyRequestsError */
  signIn(
    { replaces, ...credentials }: { email: string; password: string; browser: string; replaces: string | undefined },
    deadlineMs: number,
  ): Promise<Session> {
    const body = { ...credentials, ...(replaces !== undefined && { replaces }) };
    return this.limits.signIn(credentials.email, () => this.credentials.signIn({ body }, { deadlineMs }));
  }

  /**
   * Answers the same for an address that is registered already.
   *
   * @throws `invalid-request` for a password that is guessed first, TooManyRequestsError
   */
  async register(newcomer: { email: string; name: string; password: string }, deadlineMs: number): Promise<void> {
    await this.limits.take('registrations');
    await this.credentials.register({ body: newcomer }, { deadlineMs });
  }

  /** `email`: whose password is compared, as at a sign-in. @throws `password-wrong`, `session-not-found`, and as above */
  async changePassword(
    email: string,
    change: { token: string; password: string; newPassword: string },
    deadlineMs: number,
  ): Promise<void> {
    await this.limits.signIn(email, () => this.credentials.changePassword({ body: change }, { deadlineMs }));
  }

  /** @throws `session-not-found` */
  async sessions(token: string, deadlineMs: number): Promise<OpenSession[]> {
    return (await this.profile.listSessions({ body: { token } }, { deadlineMs })).sessions;
  }

  /** Ends one other session of the same customer, or without an id all of them. @throws `session-not-found` */
  async endOtherSessions(token: string, id: string | undefined, deadlineMs: number): Promise<void> {
    await this.profile.endOtherSessions({ body: { token, ...(id !== undefined && { id }) } }, { deadlineMs });
  }

  /** Ends the session: at once, or as soon as profile is available. One that profile refuses is none, so there is nothing to end. */
  async signOut(token: string, deadlineMs: number): Promise<void> {
    try {
      await this.profile.signOut({ body: { token } }, { deadlineMs });
    } catch (error) {
      // Also when the visitor has hung up meanwhile: what they wanted is known by then.
      const isNone = isProblem(error, 'session-not-found') || isProblem(error, 'invalid-request');
      if (!isNone) this.signOuts.keep(token);
    }
  }
}
