/** The twelve shelves, and the two kinds of thing on each; one picture is drawn per kind. */
export const kindsOf = {
  winches: ['winch', 'winch-handle'],
  rope: ['coil', 'dock-line'],
  anchors: ['anchor', 'chain'],
  lights: ['lantern', 'nav-light'],
  navigation: ['compass', 'barometer'],
  pumps: ['bilge-pump', 'hose'],
  blocks: ['block', 'shackle'],
  safety: ['lifebuoy', 'life-jacket'],
  clothing: ['jacket', 'boots'],
  galley: ['kettle', 'mug'],
  tools: ['knife', 'fid'],
  paint: ['paint-tin', 'brush'],
} as const;

export type Category = keyof typeof kindsOf;
export type Kind = (typeof kindsOf)[Category][number];

/** One thing as its shelf's file writes it; id, slug, category and kind follow from where it stands. */
export interface Goods {
  name: string;
  /** US cents. */
  amountMinor: number;
  description: string;
  facts: Record<string, string>;
  /** Words people search for that the name does not hold. */
  keywords: string[];
}

export type Shelf<C extends Category> = Record<(typeof kindsOf)[C][number], Goods[]>;
