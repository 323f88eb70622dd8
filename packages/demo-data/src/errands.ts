import type { Kind } from './catalogue/goods.ts';

/** Why a customer comes to the shop, and what else they buy there. */
export interface Errand {
  lead: Kind;
  /** Only things whose name matches. */
  named?: RegExp;
  /** How often, against the other errands. */
  weight: number;
  /** What goes with it: kind, probability (0 to 1), and which of them where the kind is too wide. */
  alsoTakes: [kind: Kind, probability: number, named?: RegExp][];
}

export const errands: Errand[] = [
  {
    lead: 'winch',
    named: /size 40/,
    weight: 3,
    alsoTakes: [
      ['winch-handle', 0.8, /Locking|Floating/],
      ['coil', 0.6, /Genoa/],
      ['block', 0.35, /Turning/],
    ],
  },
  {
    lead: 'winch',
    weight: 6,
    alsoTakes: [
      ['winch-handle', 0.75, /Locking|Floating|grip/],
      ['coil', 0.5, /sheet/],
      ['block', 0.2, /Turning|75 mm/],
    ],
  },
  {
    lead: 'winch-handle',
    weight: 5,
    alsoTakes: [
      ['winch-handle', 0.3, /Plain|Floating/],
      ['coil', 0.2, /sheet/],
    ],
  },
  {
    lead: 'coil',
    named: /halyard/i,
    weight: 9,
    alsoTakes: [
      ['shackle', 0.45, /Halyard|Snap/],
      ['fid', 0.25, /Splicing/],
      ['block', 0.2, /Mast-base|exit|organiser/],
    ],
  },
  {
    lead: 'coil',
    named: /sheet|Reefing/,
    weight: 6,
    alsoTakes: [
      ['block', 0.45, /ball bearing|becket|cleat|Cheek|Ratchet/],
      ['shackle', 0.3, /Soft|Captive/],
    ],
  },
  {
    lead: 'coil',
    named: /Three-strand|warp|heaving|Manila|cord/,
    weight: 6,
    alsoTakes: [
      ['fid', 0.45, /Swedish|Beech|Lignum|Marlinspike/],
      ['knife', 0.3, /Rigging|Sailmaker|hot knife/],
    ],
  },
  {
    lead: 'dock-line',
    weight: 10,
    alsoTakes: [
      ['dock-line', 0.5],
      ['dock-line', 0.25, /Fender|Spring/],
      ['coil', 0.15, /heaving/],
    ],
  },
  {
    lead: 'anchor',
    weight: 8,
    alsoTakes: [
      ['chain', 0.7, /Calibrated|rode|Dinghy/],
      ['shackle', 0.65, /galvanised/],
      ['coil', 0.3, /anchor warp/],
    ],
  },
  {
    lead: 'chain',
    weight: 4,
    alsoTakes: [
      ['shackle', 0.6, /galvanised|Anchor swivel/],
      ['chain', 0.3, /snubber/],
    ],
  },
  {
    lead: 'lantern',
    weight: 9,
    alsoTakes: [
      ['mug', 0.25, /Enamel|Stoneware/],
      ['kettle', 0.2, /Enamel|Copper/],
      ['lantern', 0.25],
    ],
  },
  {
    lead: 'nav-light',
    weight: 7,
    alsoTakes: [
      ['nav-light', 0.6],
      ['lantern', 0.2, /Electric|hand lamp/],
    ],
  },
  {
    lead: 'compass',
    weight: 8,
    alsoTakes: [
      ['compass', 0.4, /Hand-bearing/],
      ['barometer', 0.35],
    ],
  },
  {
    lead: 'barometer',
    weight: 7,
    alsoTakes: [
      ['barometer', 0.5],
      ['lantern', 0.25, /brass/i],
    ],
  },
  {
    lead: 'bilge-pump',
    weight: 9,
    alsoTakes: [
      ['hose', 0.75, /Bilge|Suction/],
      ['bilge-pump', 0.25, /Manual|portable/],
    ],
  },
  {
    lead: 'hose',
    weight: 5,
    alsoTakes: [
      ['hose', 0.4],
      ['bilge-pump', 0.3, /Submersible/],
    ],
  },
  {
    lead: 'block',
    weight: 8,
    alsoTakes: [
      ['shackle', 0.6, /D shackle|Bow shackle, stainless|Captive/],
      ['block', 0.3],
      ['coil', 0.3, /sheet/],
    ],
  },
  {
    lead: 'shackle',
    weight: 7,
    alsoTakes: [
      ['shackle', 0.4],
      ['knife', 0.25, /Rigging/],
    ],
  },
  {
    lead: 'lifebuoy',
    weight: 6,
    alsoTakes: [
      ['life-jacket', 0.55, /life jacket/i],
      ['coil', 0.25, /heaving/],
    ],
  },
  {
    lead: 'life-jacket',
    weight: 9,
    alsoTakes: [
      ['life-jacket', 0.35, /Foam|Junior/],
      ['knife', 0.3, /Life jacket/],
      ['lifebuoy', 0.3, /Ring|Horseshoe/],
    ],
  },
  {
    lead: 'jacket',
    weight: 8,
    alsoTakes: [
      ['boots', 0.5, /^(Deck|Leather|Short|Winter)/],
      ['jacket', 0.35, /layer|watch/],
    ],
  },
  {
    lead: 'boots',
    weight: 6,
    alsoTakes: [
      ['jacket', 0.4, /Coastal|Offshore|oilskin|Spray/],
      ['boots', 0.25, /^(Deck|Short|Children)/],
    ],
  },
  {
    lead: 'kettle',
    weight: 7,
    alsoTakes: [
      ['mug', 0.75],
      ['kettle', 0.2, /pot/],
    ],
  },
  {
    lead: 'mug',
    weight: 7,
    alsoTakes: [
      ['mug', 0.4],
      ['kettle', 0.3],
    ],
  },
  {
    lead: 'knife',
    weight: 8,
    alsoTakes: [
      ['fid', 0.35, /Marlinspike|Splicing/],
      ['coil', 0.2, /Shock|Three-strand/],
    ],
  },
  {
    lead: 'fid',
    weight: 6,
    alsoTakes: [
      ['knife', 0.4, /Rigging|hot knife|Sailmaker/],
      ['coil', 0.4, /Three-strand|Braided|Manila/],
    ],
  },
  {
    lead: 'paint-tin',
    named: /antifouling/,
    weight: 7,
    alsoTakes: [
      ['brush', 0.75, /Antifouling|Roller/],
      ['paint-tin', 0.35, /Propeller|primer/],
    ],
  },
  {
    lead: 'paint-tin',
    named: /varnish|oil|cleaner/,
    weight: 4,
    alsoTakes: [
      ['brush', 0.8, /badger|Foam/],
      ['paint-tin', 0.3, /cleaner/],
    ],
  },
  {
    lead: 'paint-tin',
    named: /enamel|Undercoat|deck|Bilge|primer/,
    weight: 6,
    alsoTakes: [
      ['brush', 0.75, /Bristle|Foam|Lining/],
      ['paint-tin', 0.4, /Undercoat|cleaner/],
    ],
  },
  { lead: 'brush', weight: 6, alsoTakes: [['paint-tin', 0.6, /varnish|enamel|cleaner|oil/]] },
];

/** The most pieces that anybody takes of one thing; everything else is taken singly. */
export const mostAtOnce: Partial<Record<Kind, number>> = {
  winch: 2,
  coil: 3,
  'dock-line': 4,
  'nav-light': 2,
  hose: 2,
  block: 4,
  shackle: 6,
  'life-jacket': 4,
  mug: 4,
  'paint-tin': 3,
  brush: 3,
};
