/** The storefront without its patterns: no button switches them on, or it would not be the twin any more. */
export const twin = 'storefront-twin';
