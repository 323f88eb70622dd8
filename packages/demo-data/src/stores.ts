import { harbours } from './harbours.ts';
import { slug } from './slug.ts';

export interface DemoStore {
  /** The name as a slug: `falmouth`, `da-nang`. */
  id: string;
  name: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** Degrees, north positive. */
  latitude: number;
  /** Degrees, east positive. */
  longitude: number;
}

/** Returns the shop's hundred stores; each is in a real town, at its real place. */
export function stores(): DemoStore[] {
  return harbours.map(([name, country, latitude, longitude]) => ({
    id: slug(name),
    name,
    country,
    latitude,
    longitude,
  }));
}
