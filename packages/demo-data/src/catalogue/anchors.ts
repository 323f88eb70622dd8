import type { Shelf } from './goods.ts';

export const anchors: Shelf<'anchors'> = {
  anchor: [
    {
      name: 'Plough anchor, 12 kg',
      amountMinor: 176_50,
      description:
        'Drop-forged and hot-dip galvanised. The hinge lets it follow a wind shift instead of leaving with it.',
      facts: { Weight: '12 kg', 'Boats to': '10 m', Finish: 'hot-dip galvanised' },
      keywords: ['plow', 'bower', 'ground tackle', 'hinged'],
    },
    {
      name: 'Plough anchor, 9 kg',
      amountMinor: 139_00,
      description: 'For eight metres of boat, or a kedge for eleven. Sits in a bow roller without an argument.',
      facts: { Weight: '9 kg', 'Boats to': '8 m', Finish: 'hot-dip galvanised' },
      keywords: ['plow', 'kedge', 'ground tackle', 'hinged'],
    },
    {
      name: 'Plough anchor, 16 kg',
      amountMinor: 229_00,
      description: 'If you are between two sizes, take this one. Nobody ever lay awake because the anchor was too big.',
      facts: { Weight: '16 kg', 'Boats to': '12 m', Finish: 'hot-dip galvanised' },
      keywords: ['plow', 'bower', 'ground tackle', 'hinged'],
    },
    {
      name: 'Plough anchor, 20 kg',
      amountMinor: 289_00,
      description: 'Serious iron for serious boats. Have a windlass, or a strong friend with a free morning.',
      facts: { Weight: '20 kg', 'Boats to': '14 m', Finish: 'hot-dip galvanised' },
      keywords: ['plow', 'bower', 'ground tackle', 'hinged'],
    },
    {
      name: 'Claw anchor, 7.5 kg',
      amountMinor: 84_00,
      description:
        'One piece, nothing that pinches. Sets on the first try in most things and comes up without a quarrel.',
      facts: { Weight: '7.5 kg', 'Boats to': '8 m', Finish: 'hot-dip galvanised' },
      keywords: ['bower', 'ground tackle', 'one-piece'],
    },
    {
      name: 'Claw anchor, 15 kg',
      amountMinor: 148_00,
      description: 'The same honest claw for boats to twelve metres. Likes rock and coral better than its rivals do.',
      facts: { Weight: '15 kg', 'Boats to': '12 m', Finish: 'hot-dip galvanised' },
      keywords: ['bower', 'ground tackle', 'one-piece'],
    },
    {
      name: 'Roll-bar anchor, 10 kg',
      amountMinor: 239_00,
      description: 'The hoop rolls it upright, the sharp toe does the rest. Digs in within its own length on sand.',
      facts: { Weight: '10 kg', 'Boats to': '9 m', Finish: 'hot-dip galvanised' },
      keywords: ['new generation', 'bower', 'ground tackle', 'scoop'],
    },
    {
      name: 'Roll-bar anchor, 15 kg',
      amountMinor: 319_00,
      description:
        'What most long-distance boats in our harbours carry on the bow. Check that the hoop clears your pulpit.',
      facts: { Weight: '15 kg', 'Boats to': '12 m', Finish: 'hot-dip galvanised' },
      keywords: ['new generation', 'bower', 'ground tackle', 'scoop'],
    },
    {
      name: 'Roll-bar anchor, 20 kg',
      amountMinor: 409_00,
      description:
        'Holds a fourteen-metre boat through a night you will talk about. Brings up a good deal of the seabed, too.',
      facts: { Weight: '20 kg', 'Boats to': '14 m', Finish: 'hot-dip galvanised' },
      keywords: ['new generation', 'bower', 'ground tackle', 'scoop'],
    },
    {
      name: 'Fluke anchor, 4 kg',
      amountMinor: 59_00,
      description: 'Folds flat, lies in a locker, holds like twice its weight in sand. Not for weed and not for rock.',
      facts: { Weight: '4 kg', 'Boats to': '7 m', Stowed: '7 cm thick' },
      keywords: ['kedge', 'lunch hook', 'flat', 'lightweight'],
    },
    {
      name: 'Fluke anchor, 8 kg',
      amountMinor: 96_00,
      description: 'A proper kedge for a ten-metre boat, and one you can row out in the dinghy.',
      facts: { Weight: '8 kg', 'Boats to': '10 m', Stowed: '9 cm thick' },
      keywords: ['kedge', 'stern anchor', 'flat', 'lightweight'],
    },
    {
      name: 'Folding grapnel, 3.2 kg',
      amountMinor: 32_00,
      description:
        'For the dinghy, the kayak and the keys somebody dropped off the pontoon. Four arms and a sliding collar.',
      facts: { Weight: '3.2 kg', Stowed: '38 cm long', Finish: 'galvanised' },
      keywords: ['dinghy', 'grapple', 'kayak', 'small'],
    },
    {
      name: 'Fisherman anchor, 14 kg',
      amountMinor: 264_00,
      description:
        'The anchor in the tattoo. Nothing better for rock and kelp; the stock folds so that it can be lived with.',
      facts: { Weight: '14 kg', Stock: 'folding, keyed', Finish: 'hot-dip galvanised' },
      keywords: ['admiralty', 'traditional', 'rock', 'storm anchor'],
    },
    {
      name: 'Mushroom anchor, 4 kg',
      amountMinor: 44_00,
      description: 'Coated, kind to topsides, content in mud. For a rowing boat at lunch, not for a night.',
      facts: { Weight: '4 kg', Finish: 'vinyl coated', Ground: 'mud, silt' },
      keywords: ['rowing boat', 'dinghy', 'small', 'mud'],
    },
  ],
  chain: [
    {
      name: 'Calibrated anchor chain, 8 mm, 30 m',
      amountMinor: 249_00,
      description:
        'Fits the gypsy it says it fits. Proof-tested, galvanised after it was made, painted white every ten metres.',
      facts: { Link: '8 mm × 24 mm', Length: '30 m', Weight: '42 kg', 'Breaking load': '3,200 kg' },
      keywords: ['short link', 'galvanised', 'windlass', 'ground tackle'],
    },
    {
      name: 'Calibrated anchor chain, 8 mm, 50 m',
      amountMinor: 399_00,
      description: 'For anchorages that are deeper than they look. Seventy kilos: bring a trolley.',
      facts: { Link: '8 mm × 24 mm', Length: '50 m', Weight: '70 kg', 'Breaking load': '3,200 kg' },
      keywords: ['short link', 'galvanised', 'windlass', 'ground tackle'],
    },
    {
      name: 'Calibrated anchor chain, 6 mm, 20 m',
      amountMinor: 109_00,
      description:
        'For boats under eight metres, or ahead of a long warp. Light enough for an arm, heavy enough for a night.',
      facts: { Link: '6 mm × 18.5 mm', Length: '20 m', Weight: '16 kg', 'Breaking load': '1,600 kg' },
      keywords: ['short link', 'galvanised', 'ground tackle'],
    },
    {
      name: 'Calibrated anchor chain, 10 mm, 30 m',
      amountMinor: 379_00,
      description:
        'For twelve metres of boat and upwards. The catenary alone is half of your holding on a quiet night.',
      facts: { Link: '10 mm × 30 mm', Length: '30 m', Weight: '66 kg', 'Breaking load': '5,000 kg' },
      keywords: ['short link', 'galvanised', 'windlass', 'ground tackle'],
    },
    {
      name: 'High-tensile anchor chain, 10 mm, 50 m',
      amountMinor: 829_00,
      description:
        'Grade 70: the strength of twelve in the weight of ten. Keep the certificate with the ship’s papers.',
      facts: { Link: '10 mm × 30 mm', Length: '50 m', Weight: '110 kg', 'Breaking load': '10,000 kg' },
      keywords: ['grade 70', 'short link', 'windlass', 'ground tackle'],
    },
    {
      name: 'Stainless anchor chain, 8 mm, 20 m',
      amountMinor: 489_00,
      description:
        'Does not tower in the locker and does not weep down the bow. Rinse it: stainless is not the same as careless.',
      facts: { Link: '8 mm × 24 mm', Length: '20 m', Steel: '316L', Weight: '28 kg' },
      keywords: ['inox', 'short link', 'windlass', 'ground tackle'],
    },
    {
      name: 'Anchor rode, 8 mm chain and 14 mm warp',
      amountMinor: 219_00,
      description:
        'Ten metres of chain spliced to forty of nylon, ready to shackle on. The splice goes through a windlass.',
      facts: { Chain: '8 mm, 10 m', Warp: '14 mm, 40 m', Weight: '20 kg' },
      keywords: ['chain and rope', 'kedge', 'ground tackle', 'spliced'],
    },
    {
      name: 'Dinghy anchor chain, 5 mm, 3 m',
      amountMinor: 19_50,
      description: 'A little weight between a small anchor and a long painter. Stops the grapnel from skating.',
      facts: { Link: '5 mm', Length: '3 m', Weight: '1.6 kg' },
      keywords: ['short', 'galvanised', 'tender'],
    },
    {
      name: 'Mooring ground chain, 16 mm, 5 m',
      amountMinor: 134_00,
      description:
        'Long-link, ungalvanised, for what lies on the bottom all year. Rust is part of the plan; so is a look every spring.',
      facts: { Link: '16 mm, long link', Length: '5 m', Weight: '26 kg' },
      keywords: ['swing mooring', 'sinker', 'long link'],
    },
    {
      name: 'Chain snubber with hook, 8 mm',
      amountMinor: 64_00,
      description:
        'Takes the load off the windlass and the grumbling out of the chain. Six metres of nylon and a hook that stays on.',
      facts: { Chain: '8 mm', Line: '12 mm, 6 m', Hook: 'stainless, with gate' },
      keywords: ['chain hook', 'strop', 'windlass', 'night'],
    },
    {
      name: 'Calibrated anchor chain, 12 mm, 30 m',
      amountMinor: 529_00,
      description: 'For fifteen metres of boat and a windlass that is not afraid. Comes in a drum; the drum is yours.',
      facts: { Link: '12 mm × 36 mm', Length: '30 m', Weight: '98 kg', 'Breaking load': '7,200 kg' },
      keywords: ['short link', 'galvanised', 'windlass', 'ground tackle'],
    },
  ],
};
