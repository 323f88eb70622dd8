import type { RoleLimits } from '@watertight/embedded-databases';

/** An error as the code words it. */
export interface FoundError {
  readonly code: string;
  readonly status: number;
  /** What its caller is told, with `…` for what differs. */
  readonly message: string;
  /** False where its caller is told not to try again at once. */
  readonly retryAllowed: boolean;
  /** The app or package. */
  readonly place: string;
}

/** What the pages cannot find out inside a bundle. */
export interface Given {
  readonly root: string;
  readonly errors: readonly FoundError[];
  readonly server: { readonly maxConnections: number; readonly role: RoleLimits };
}
