import { randomUUID } from 'node:crypto';
import type { Charge } from './grade-charge.ts';

/** Assignment 3: the money moves once for each key, whatever is lost and wherever this function is interrupted. */
export const charge: Charge = async ({ bank }, { amount }) => {
  const { status } = await bank.capture({ reference: randomUUID(), amount });
  return { status: status === 'captured' ? 201 : 402 };
};
