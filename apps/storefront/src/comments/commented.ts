import type { CommentList } from '@watertight/contracts/comments';
import type { Customer } from '@watertight/contracts/profile';
import { away, ok, type Part } from '../clients/availability.ts';

/** What was said of something, and who may say more. */
export interface Said {
  readonly list: CommentList;
  readonly account: Part<Customer | null>;
}

/** Both are ornaments; it is the comments that the section cannot do without. */
export async function said(
  list: Promise<Part<CommentList>>,
  account: Promise<Part<Customer | null>>,
): Promise<Part<Said>> {
  const [known, who] = await Promise.all([list, account]);
  return known.state === 'ok' ? ok({ list: known.value, account: who }) : away;
}
