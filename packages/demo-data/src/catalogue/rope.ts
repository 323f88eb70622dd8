import type { Shelf } from './goods.ts';

export const rope: Shelf<'rope'> = {
  coil: [
    {
      name: 'Braided halyard, 10 mm',
      amountMinor: 38_00,
      description:
        'Polyester cover over a braided core, pre-stretched, with one end whipped. It forgives a sharp exit block, up to a point.',
      facts: { Length: '20 m', Diameter: '10 mm', 'Breaking load': '2,400 kg', Colour: 'white, red fleck' },
      keywords: ['polyester', 'double braid', 'running rigging', 'line'],
    },
    {
      name: 'Braided halyard, 8 mm',
      amountMinor: 29_50,
      description: 'The same line a size down, for boats to eight metres. Easy on small blocks, still kind to hands.',
      facts: { Length: '20 m', Diameter: '8 mm', 'Breaking load': '1,550 kg', Colour: 'white, blue fleck' },
      keywords: ['polyester', 'double braid', 'running rigging', 'line'],
    },
    {
      name: 'Braided halyard, 12 mm',
      amountMinor: 62_00,
      description:
        'For mainsails that take two to hoist. A longer coil, so that it still reaches the winch when you end-for-end it.',
      facts: { Length: '30 m', Diameter: '12 mm', 'Breaking load': '3,300 kg', Colour: 'white, green fleck' },
      keywords: ['polyester', 'double braid', 'running rigging', 'line'],
    },
    {
      name: 'Low-stretch halyard, 10 mm',
      amountMinor: 124_00,
      description:
        'High-modulus core under a polyester cover. The luff you set at the dock is the luff you have at the mark.',
      facts: { Length: '30 m', Diameter: '10 mm', 'Breaking load': '4,600 kg', Core: 'HMPE, 12-strand' },
      keywords: ['hmpe', 'racing', 'running rigging', 'high modulus'],
    },
    {
      name: 'Genoa sheet, 12 mm',
      amountMinor: 69_00,
      description:
        'A matt, hairy cover that grips the winch and does not burn the palm. One length, middle it for both sides.',
      facts: { Length: '24 m', Diameter: '12 mm', 'Breaking load': '3,100 kg' },
      keywords: ['jib sheet', 'headsail', 'matt braid', 'running rigging'],
    },
    {
      name: 'Genoa sheet, 14 mm',
      amountMinor: 89_00,
      description: 'Thicker than the load asks for, because hands ask for it. Soft when wet, soft when salty.',
      facts: { Length: '26 m', Diameter: '14 mm', 'Breaking load': '4,100 kg' },
      keywords: ['jib sheet', 'headsail', 'matt braid', 'running rigging'],
    },
    {
      name: 'Mainsheet, 10 mm',
      amountMinor: 54_00,
      description:
        'Spun polyester that runs free through six sheaves in light airs. It does not kink, even in the hands of guests.',
      facts: { Length: '22 m', Diameter: '10 mm', 'Breaking load': '2,100 kg' },
      keywords: ['spun polyester', 'soft', 'running rigging'],
    },
    {
      name: 'Reefing line, 8 mm',
      amountMinor: 31_00,
      description:
        'Firm and slick, so that it comes through the clew cringle when you want it to. Buy one colour per reef and nobody has to guess.',
      facts: { Length: '20 m', Diameter: '8 mm', 'Breaking load': '1,600 kg' },
      keywords: ['furling line', 'reef', 'running rigging'],
    },
    {
      name: 'Three-strand polyester, 12 mm',
      amountMinor: 34_00,
      description:
        'Looks like rope used to and splices in four tucks. For mooring, lashing, teaching and classic boats.',
      facts: { Length: '20 m', Diameter: '12 mm', 'Breaking load': '2,300 kg' },
      keywords: ['laid rope', 'hawser', 'splicing', 'line'],
    },
    {
      name: 'Nylon anchor warp, 14 mm',
      amountMinor: 98_00,
      description:
        'Three-strand nylon, stainless thimble spliced in. It stretches by a third before it minds, which is the point of it.',
      facts: { Length: '40 m', Diameter: '14 mm', 'Breaking load': '3,900 kg' },
      keywords: ['rode', 'three-strand', 'anchor rope', 'thimble'],
    },
    {
      name: 'Leaded anchor warp, 12 mm',
      amountMinor: 84_00,
      description:
        'Lead woven into the first ten metres keeps it on the bottom and off your propeller. Behaves well for a kedge.',
      facts: { Length: '30 m', Diameter: '12 mm', Lead: '10 m, 1.2 kg' },
      keywords: ['kedge', 'rode', 'anchor rope', 'leadline'],
    },
    {
      name: 'Floating heaving line, 8 mm',
      amountMinor: 26_00,
      description: 'Polypropylene with a soft monkey’s fist at one end. Practise on a calm day; it is all in the coil.',
      facts: { Length: '25 m', Diameter: '8 mm', Colour: 'orange' },
      keywords: ['throw line', 'polypropylene', 'buoyant', 'rescue'],
    },
    {
      name: 'Manila rope, 16 mm',
      amountMinor: 58_00,
      description:
        'Real manila, for fenders, bell ropes and boats older than their owners. Let it dry before it goes below.',
      facts: { Length: '20 m', Diameter: '16 mm', 'Breaking load': '1,800 kg' },
      keywords: ['natural fibre', 'hemp', 'traditional', 'classic'],
    },
    {
      name: 'Shock cord, 6 mm',
      amountMinor: 14_00,
      description:
        'Rubber that has kept its manners. For sail ties, hatch covers and everything that rattles at night.',
      facts: { Length: '10 m', Diameter: '6 mm', Stretch: 'to double its length' },
      keywords: ['bungee', 'elastic', 'sail tie'],
    },
    {
      name: 'Flag halyard, 4 mm',
      amountMinor: 9_50,
      description: 'Thin, smooth, and tired of being forgotten. Replace it before the courtesy flag goes swimming.',
      facts: { Length: '25 m', Diameter: '4 mm', Colour: 'white' },
      keywords: ['signal halyard', 'ensign', 'cord'],
    },
  ],
  'dock-line': [
    {
      name: 'Dock line with eye, 12 mm, 8 m',
      amountMinor: 27_00,
      description:
        'Nylon with a spliced eye big enough for any bollard your boat should lie on. For boats to nine metres.',
      facts: { Length: '8 m', Diameter: '12 mm', Eye: '30 cm, spliced', 'Breaking load': '2,600 kg' },
      keywords: ['mooring line', 'warp', 'berth'],
    },
    {
      name: 'Dock line with eye, 14 mm, 10 m',
      amountMinor: 36_00,
      description: 'The one most boats need four of. Gives like a good handshake, holds like one too.',
      facts: { Length: '10 m', Diameter: '14 mm', Eye: '35 cm, spliced', 'Breaking load': '3,500 kg' },
      keywords: ['mooring line', 'warp', 'berth'],
    },
    {
      name: 'Dock line with eye, 16 mm, 12 m',
      amountMinor: 52_00,
      description: 'For twelve metres of boat and a harbour with swell. The eye carries a leather where it rubs.',
      facts: { Length: '12 m', Diameter: '16 mm', Eye: '40 cm, leathered', 'Breaking load': '4,600 kg' },
      keywords: ['mooring line', 'warp', 'berth'],
    },
    {
      name: 'Dock line with eye, 20 mm, 15 m',
      amountMinor: 94_00,
      description: 'Big rope for big boats and bad nights. Coils like a sleepy snake, lies flat on a cleat.',
      facts: { Length: '15 m', Diameter: '20 mm', Eye: '50 cm, leathered', 'Breaking load': '7,100 kg' },
      keywords: ['mooring line', 'warp', 'hawser'],
    },
    {
      name: 'Spring line, 14 mm, 15 m',
      amountMinor: 49_00,
      description: 'Long enough to spring off a crowded quay with the engine in neutral and the crew smiling.',
      facts: { Length: '15 m', Diameter: '14 mm', Eye: '35 cm, spliced' },
      keywords: ['mooring line', 'warp', 'backspring'],
    },
    {
      name: 'Dock line with rubber snubber, 14 mm',
      amountMinor: 68_00,
      description:
        'The rubber takes the jerk out of a surging berth. You sleep, the cleat stays, the neighbours notice.',
      facts: { Length: '10 m', Diameter: '14 mm', Snubber: 'EPDM rubber, 45 cm' },
      keywords: ['mooring line', 'compensator', 'shock absorber', 'surge'],
    },
    {
      name: 'Mooring pennant with thimble, 18 mm',
      amountMinor: 112_00,
      description:
        'Between your buoy and your bow: a hard eye below, a soft one above, a fire hose over the chafe. Look at it twice a year.',
      facts: { Length: '4 m', Diameter: '18 mm', Eyes: 'thimble and soft', 'Breaking load': '5,800 kg' },
      keywords: ['strop', 'swing mooring', 'buoy', 'chafe'],
    },
    {
      name: 'Mooring bridle, 16 mm',
      amountMinor: 128_00,
      description:
        'Two legs and one ring for a catamaran or a boat that sails about on her buoy. Legs are equal to a centimetre.',
      facts: { Legs: '2 × 5 m', Diameter: '16 mm', Ring: 'stainless, 12 mm' },
      keywords: ['catamaran', 'swing mooring', 'buoy'],
    },
    {
      name: 'Fender lines, 8 mm, pair',
      amountMinor: 12_50,
      description: 'Two metres each, eye spliced at one end. Tie them to the stanchion base, not the guardrail.',
      facts: { Length: '2 × 2 m', Diameter: '8 mm', Colour: 'navy' },
      keywords: ['fender lanyard', 'eye splice'],
    },
    {
      name: 'Floating tow line, 12 mm, 20 m',
      amountMinor: 57_00,
      description:
        'Stays on top of the water and out of the propeller. For the dinghy, or for the friend who ran out of diesel.',
      facts: { Length: '20 m', Diameter: '12 mm', Colour: 'yellow', 'Breaking load': '2,200 kg' },
      keywords: ['towing', 'painter', 'dinghy', 'buoyant'],
    },
  ],
};
