/** A column of minor units as a number: bigint comes as text, and none here is beyond a double's whole numbers. */
export const minor = (column: string, as: string) => `${column}::float8 AS "${as}"`;
