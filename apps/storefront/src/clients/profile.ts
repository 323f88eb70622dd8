import { Injectable } from '@nestjs/common';
import { type Customer, profile, type Session } from '@watertight/contracts/profile';
import { SECOND } from '@watertight/resilience';
import { httpClient, isClientError } from '@watertight/service-kit';
import { config } from '../config.ts';
import { isContent, ok, type Content } from './availability.ts';
import { policies } from '../policies.ts';
import type { Visit } from '../layout/visit.ts';

const PAGE_MS = 2 * SECOND;

/** Who the visitor is. */
@Injectable()
export class Profile {
  private readonly profile = httpClient(profile, policies.profile, config.profileUrls);
  private readonly account = httpClient(profile, policies.account, config.profileUrls);

  /** For the header: `ok(null)` is signed out, and nobody is asked about a visitor without a session. */
  async whoIsThis(visit: Visit): Promise<Content<Customer | null>> {
    const { sessionToken: token } = visit;
    if (token === undefined) return ok(null);
    const answer = await this.account.readSession(
      { body: { token } },
      { deadlineMs: visit.leftMs(300), ornament: true },
    );
    return isContent(answer) ? answer : ok(answer);
  }

  /** Where a page cannot do without knowing; null is signed out. */
  async customer(visit: Visit): Promise<Customer | null> {
    const { sessionToken: token } = visit;
    if (token === undefined) return null;
    try {
      return await this.profile.readSession({ body: { token } }, { deadlineMs: visit.leftMs(PAGE_MS) });
    } catch (error) {
      if (isClientError(error)) return null;
      throw error;
    }
  }

  /** @throws `sign-in-failed` */
  signIn(credentials: { email: string; password: string }, visit: Visit): Promise<Session> {
    return this.profile.signIn({ body: credentials }, { deadlineMs: visit.leftMs(PAGE_MS) });
  }

  /** @throws `email-taken` */
  register(newcomer: { email: string; name: string; password: string }, visit: Visit): Promise<Session> {
    return this.profile.register({ body: newcomer }, { deadlineMs: visit.leftMs(PAGE_MS) });
  }

  /** Ends the session. A token that profile refuses is no session, so there is nothing to end. */
  async signOut(token: string, visit: Visit): Promise<void> {
    try {
      await this.profile.signOut({ body: { token } }, { deadlineMs: visit.leftMs(PAGE_MS) });
    } catch (error) {
      if (!isClientError(error)) throw error;
    }
  }
}
