const EARTH_RADIUS_KM = 6371;

/**
 * SQL for the great-circle distance in km between two rows with `latitude` and `longitude`, by the haversine formula
 * (R. W. Sinnott, 1984); unknown, not zero, where one end is.
 */
export function kmBetween(here: string, there: string): string {
  // What rounding takes over 1 for two opposite ends of the world is 1; and least(1, NULL) would be 1 too.
  return `CASE WHEN ${here}.latitude IS NOT NULL THEN round(${2 * EARTH_RADIUS_KM} * asin(least(1, sqrt(
    power(sin(radians(${there}.latitude - ${here}.latitude) / 2), 2)
    + cos(radians(${here}.latitude)) * cos(radians(${there}.latitude))
      * power(sin(radians(${there}.longitude - ${here}.longitude) / 2), 2)))))::int END`;
}
