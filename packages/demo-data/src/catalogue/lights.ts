import type { Shelf } from './goods.ts';

export const lights: Shelf<'lights'> = {
  lantern: [
    {
      name: 'Brass anchor lantern',
      amountMinor: 124_00,
      description:
        'Burns paraffin behind a ribbed glass, all round, all night on half a litre. Hang it in the rigging and sleep.',
      facts: { Height: '34 cm', Burns: '20 hours', Fuel: 'paraffin, 0.5 l' },
      keywords: ['oil lamp', 'kerosene', 'riding light', 'all-round'],
    },
    {
      name: 'Copper anchor lantern, large',
      amountMinor: 189_00,
      description: 'Spun copper, dovetailed by hand, with a lens you could read a chart by. It will go brown; let it.',
      facts: { Height: '44 cm', Burns: '30 hours', Fuel: 'paraffin, 0.9 l' },
      keywords: ['oil lamp', 'kerosene', 'riding light', 'classic'],
    },
    {
      name: 'Hurricane lantern, galvanised',
      amountMinor: 28_00,
      description:
        'The plain one from the boathouse. Stays lit when the wind gets up and asks for nothing but a trimmed wick.',
      facts: { Height: '30 cm', Burns: '18 hours', Fuel: 'paraffin, 0.4 l' },
      keywords: ['storm lamp', 'oil lamp', 'kerosene'],
    },
    {
      name: 'Gimballed cabin lamp, brass',
      amountMinor: 138_00,
      description: 'Stays upright while the cabin does not. With a smoke bell, so the deckhead keeps its paint.',
      facts: { Height: '36 cm', Burns: '14 hours', Mount: 'bulkhead or table' },
      keywords: ['oil lamp', 'gimbal', 'saloon', 'kerosene'],
    },
    {
      name: 'Trawler lamp, brass',
      amountMinor: 162_00,
      description: 'A round flame and a wide shade over the saloon table. Warms the cabin a little, too.',
      facts: { Height: '42 cm', Shade: '25 cm', Burns: '16 hours' },
      keywords: ['oil lamp', 'saloon', 'hanging lamp', 'kerosene'],
    },
    {
      name: 'Binnacle lamp, brass',
      amountMinor: 96_00,
      description: 'A small flame for the compass and nothing else. Keeps your night eyes and a little company.',
      facts: { Height: '16 cm', Burns: '8 hours', Fuel: 'paraffin, 0.1 l' },
      keywords: ['oil lamp', 'compass light', 'classic'],
    },
    {
      name: 'Port and starboard lanterns, copper, pair',
      amountMinor: 348_00,
      description:
        'Red and green, with proper Fresnel glasses, wired for a bayonet bulb or fitted with oil burners. For boats with shrouds to hang them on.',
      facts: { Height: '28 cm', Sector: '112.5° each', Glass: 'Fresnel, coloured' },
      keywords: ['sidelights', 'classic', 'oil lamp', 'navigation'],
    },
    {
      name: 'Electric anchor lantern, 12 V',
      amountMinor: 74_00,
      description: 'Looks like oil, draws a tenth of an amp. A sensor lights it at dusk for those who dine ashore.',
      facts: { Height: '28 cm', Draw: '0.1 A at 12 V', Visible: '2 miles', Cable: '6 m' },
      keywords: ['led', 'riding light', 'dusk sensor', 'hanging'],
    },
    {
      name: 'Solar deck lantern',
      amountMinor: 34_00,
      description: 'Sits in the cockpit all day and lights supper all evening. Floats if the supper becomes lively.',
      facts: { Burns: '10 hours', Charge: '6 hours of sun', Weight: '0.24 kg' },
      keywords: ['led', 'cockpit', 'rechargeable', 'floating'],
    },
    {
      name: 'Rechargeable cabin lantern',
      amountMinor: 46_00,
      description:
        'Warm white for reading, red for the night watch. One knob does both, and it hangs from a deckhead hook.',
      facts: { Burns: '30 hours low', Charge: 'USB-C', Modes: 'white, red' },
      keywords: ['led', 'reading', 'night vision', 'usb'],
    },
    {
      name: 'Engine-room hand lamp, 12 V',
      amountMinor: 39_00,
      description: 'Caged, oil-proof, with five metres of lead and a magnet. It finds the leak so that you can.',
      facts: { Draw: '0.6 A at 12 V', Cable: '5 m', Protection: 'IP67' },
      keywords: ['inspection lamp', 'led', 'work light', 'engine'],
    },
    {
      name: 'Masthead lantern, copper',
      amountMinor: 164_00,
      description:
        'A clear lens through 225 degrees, for oil or a bulb. Hung forward of the mast, it says: I am coming.',
      facts: { Height: '32 cm', Sector: '225° white', Burns: '20 hours' },
      keywords: ['oil lamp', 'kerosene', 'steaming light', 'classic'],
    },
    {
      name: 'Candle lantern, folding',
      amountMinor: 26_00,
      description: 'Folds as flat as a book and burns stub ends. Enough light for a card game, not enough to lose by.',
      facts: { Height: '21 cm', Burns: '9 hours a candle', Case: 'tinned brass' },
      keywords: ['candle', 'cabin', 'cockpit', 'camping'],
    },
  ],
  'nav-light': [
    {
      name: 'Port sidelight, LED',
      amountMinor: 58_00,
      description: 'Red through 112.5 degrees and not one more. Sealed for life, and it is a long one.',
      facts: { Visible: '2 miles', Draw: '0.12 A at 12 V', Sector: '112.5° red' },
      keywords: ['navigation light', 'red', 'bow'],
    },
    {
      name: 'Starboard sidelight, LED',
      amountMinor: 58_00,
      description: 'The green half of the pair, the same housing and the same holes as the red.',
      facts: { Visible: '2 miles', Draw: '0.12 A at 12 V', Sector: '112.5° green' },
      keywords: ['navigation light', 'green', 'bow'],
    },
    {
      name: 'Stern light, LED',
      amountMinor: 54_00,
      description: 'White astern, for whoever is faster than you. The cable leaves from the back or the bottom.',
      facts: { Visible: '2 miles', Draw: '0.12 A at 12 V', Sector: '135° white' },
      keywords: ['navigation light', 'white', 'pushpit'],
    },
    {
      name: 'Bicolour bow light, LED',
      amountMinor: 79_00,
      description:
        'Red and green in one housing for boats under twenty metres. The cut-off is sharp; mount it on the centreline.',
      facts: { Visible: '2 miles', Draw: '0.2 A at 12 V', Sector: '225° red and green' },
      keywords: ['navigation light', 'pulpit', 'combined'],
    },
    {
      name: 'Steaming light, LED',
      amountMinor: 62_00,
      description:
        'White ahead when the engine runs. Switch it off with the engine, please: other people are counting your lights.',
      facts: { Visible: '3 miles', Draw: '0.2 A at 12 V', Sector: '225° white' },
      keywords: ['masthead light', 'navigation light', 'motoring'],
    },
    {
      name: 'Steaming and deck light, LED',
      amountMinor: 118_00,
      description:
        'One housing half-way up the mast: the steaming light ahead, and a flood on the foredeck for changing a sail.',
      facts: { Visible: '3 miles', Flood: '700 lumen', Draw: '0.2 A and 0.8 A' },
      keywords: ['foredeck', 'masthead light', 'floodlight', 'navigation light'],
    },
    {
      name: 'Tricolour masthead light, LED',
      amountMinor: 149_00,
      description:
        'All three sectors from the top of the mast for one eighth of an amp. Under sail only, as the rules say.',
      facts: { Visible: '2 miles', Draw: '0.13 A at 12 V', Length: '11 cm' },
      keywords: ['navigation light', 'sailing', 'masthead'],
    },
    {
      name: 'Tricolour and anchor light, LED',
      amountMinor: 214_00,
      description: 'Under way and at rest from one fitting and three wires. Saves a climb every year you own it.',
      facts: { Visible: '2 miles', Draw: '0.13 A at 12 V', Wires: '3' },
      keywords: ['navigation light', 'masthead', 'all-round', 'combined'],
    },
    {
      name: 'All-round white light, LED',
      amountMinor: 52_00,
      description: 'The anchor light, small and stubborn. A pigeon may sit on it without harm to either.',
      facts: { Visible: '2 miles', Draw: '0.11 A at 12 V', Height: '7 cm' },
      keywords: ['anchor light', 'navigation light', 'masthead'],
    },
    {
      name: 'All-round light on pole, 1 m',
      amountMinor: 89_00,
      description: 'Plugs into the deck of an open boat and comes out for fishing. The socket has a cap on a chain.',
      facts: { Visible: '2 miles', Pole: '1 m, anodised', Draw: '0.11 A at 12 V' },
      keywords: ['anchor light', 'open boat', 'navigation light', 'motorboat'],
    },
    {
      name: 'Battery navigation lights, clip-on set',
      amountMinor: 68_00,
      description:
        'Bow and stern for a dinghy, or for any boat on the day its wiring retires. Four cells, forty hours.',
      facts: { Visible: '1 mile', Burns: '40 hours', Cells: '4 × AA' },
      keywords: ['portable', 'emergency', 'dinghy', 'tender'],
    },
    {
      name: 'Stern light, chromed brass',
      amountMinor: 84_00,
      description: 'The old round housing with a new light in it. For counters that would look wrong with plastic.',
      facts: { Visible: '2 miles', Draw: '0.15 A at 12 V', Sector: '135° white' },
      keywords: ['classic', 'navigation light', 'white', 'chrome'],
    },
  ],
};
