import { stableUuid } from './stable-uuid.ts';

export interface DemoCustomer {
  id: string;
  email: string;
  name: string;
  /** In clear, because it stands in the README: it opens a demo and nothing else. */
  password: string;
}

const people = [
  ['ada@example.com', 'Ada Marsh', 'lamplight-over-falmouth'],
  ['olav@example.com', 'Olav Nilsen', 'plywood-backing-plate'],
  ['ines@example.com', 'Inês Medeiros', 'grease-it-in-march'],
  ['haruka@example.com', '渡辺 春香', 'harbour-of-nagasaki'],
  ['sione@example.com', 'Sione Taufa', 'eleven-miles-to-neiafu'],
] as const;

/** A handful of people to sign in as. */
export function customers(): DemoCustomer[] {
  return people.map(([email, name, password]) => ({ id: stableUuid(`customer ${email}`), email, name, password }));
}
