interface Money {
  status: string;
  amountMinor: number;
  refundedMinor: number;
}

/** Those that took money and have not given all of it back. */
export function netCharges<M extends Money>(all: readonly M[]): M[] {
  return all.filter(each => each.status === 'captured' && each.refundedMinor < each.amountMinor);
}

export const isPaid = ({ status }: { status: string }) => status === 'confirmed' || status === 'shipped';
