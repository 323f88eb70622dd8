import { command } from './control-room.ts';

/** How a race for one shipment ended. */
interface Race {
  /** The stores that were told that it is theirs. */
  readonly owners: readonly string[];
  /** Those of them that got its pieces. */
  readonly received: readonly string[];
}

/** Gives a product its next price in every store of the open shop. @throws ControlRoomError as `command` */
export async function setPrice(slug: string, amountMinor: number): Promise<void> {
  await command('PUT', `/api/products/${slug}/price`, { amountMinor });
}

/** Sets what lies in these stores, and `elsewhere` in all others; returns what lay where before. @throws ControlRoomError */
export async function setStock(
  slug: string,
  available: Readonly<Record<string, number>>,
  elsewhere: number,
): Promise<Readonly<Record<string, number>>> {
  const answer = await command('PUT', `/api/products/${slug}/stock`, { available, elsewhere });
  return (answer as { before: Record<string, number> }).before;
}

/** Lets all stores claim one new shipment at once. @throws ControlRoomError */
export async function raceForShipment(slug: string): Promise<Race> {
  return (await command('POST', `/api/products/${slug}/race`)) as Race;
}
