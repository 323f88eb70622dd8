export interface OrderLine {
  productId: string;
  quantity: number;
}

export interface Counts {
  /** Pieces by product, ordered by product. */
  sold: { productId: string; pieces: number }[];
  /** Orders that hold both, from either side, ordered by product and other. */
  together: { productId: string; otherId: string; orders: number }[];
}

/** How often each product was bought, and in how many orders with each other one. */
export function countOrders(orders: Iterable<readonly OrderLine[]>): Counts {
  const pieces = new Map<string, number>();
  const pairs = new Map<string, Map<string, number>>();
  for (const lines of orders) {
    for (const { productId, quantity } of lines) pieces.set(productId, (pieces.get(productId) ?? 0) + quantity);
    const products = new Set(lines.map(({ productId }) => productId));
    for (const one of products) {
      const others = pairs.get(one) ?? new Map<string, number>();
      pairs.set(one, others);
      for (const other of products) if (other !== one) others.set(other, (others.get(other) ?? 0) + 1);
    }
  }
  return {
    sold: inOrder(pieces).map(([productId, count]) => ({ productId, pieces: count })),
    together: inOrder(pairs).flatMap(([productId, others]) =>
      inOrder(others).map(([otherId, orders]) => ({ productId, otherId, orders })),
    ),
  };
}

/** Two orders that are learnt at once lock the rows they share in the same order, so neither waits for the other's. */
function inOrder<T>(counts: Map<string, T>): [string, T][] {
  return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1));
}
