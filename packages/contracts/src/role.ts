/** What only some services may do, by the name of the role: the services that have it. */
export const role = {
  /** Gives money back. */
  refunds: ['checkout'],
  /** Changes prices and stock, and reads the books. A price also needs the ops token. */
  shopkeeper: ['control-room'],
} as const;
