/** Where each service stands on the map; it never moves. In the order of the way an order takes. */
export const places = {
  storefront: { x: 4, y: 128 },
  search: { x: 308, y: 8 },
  checkout: { x: 308, y: 68 },
  payment: { x: 592, y: 68 },
  bank: { x: 872, y: 68 },
  profile: { x: 308, y: 128 },
  recommendations: { x: 308, y: 188 },
  comments: { x: 308, y: 248 },
} as const;

export type Place = keyof typeof places;

/** Who calls whom: the edges of the design. */
export const edges: readonly (readonly [caller: Place, callee: Place])[] = [
  ['storefront', 'search'],
  ['storefront', 'checkout'],
  ['storefront', 'profile'],
  ['storefront', 'recommendations'],
  ['storefront', 'comments'],
  ['checkout', 'payment'],
  ['payment', 'bank'],
];
