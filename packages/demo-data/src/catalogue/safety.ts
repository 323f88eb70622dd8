import type { Shelf } from './goods.ts';

export const safety: Shelf<'safety'> = {
  lifebuoy: [
    {
      name: 'Ring lifebuoy, 75 cm',
      amountMinor: 78_00,
      description:
        'Orange, unsinkable, with a grab line all the way round. Hang it where you can reach it without thinking.',
      facts: { Diameter: '75 cm', Weight: '2.5 kg', Standard: 'SOLAS' },
      keywords: ['life ring', 'man overboard', 'mob', 'rescue'],
    },
    {
      name: 'Ring lifebuoy, 60 cm',
      amountMinor: 49_00,
      description: 'For smaller boats, jetties and the end of the garden. White with four red quarters.',
      facts: { Diameter: '60 cm', Weight: '1.5 kg', Core: 'closed-cell foam' },
      keywords: ['life ring', 'man overboard', 'mob', 'jetty'],
    },
    {
      name: 'Horseshoe lifebuoy, yellow',
      amountMinor: 64_00,
      description: 'Open at one side, so that a tired person can get into it. Sits in its bracket on the pushpit.',
      facts: { Buoyancy: '145 N', Cover: 'PVC, reflective tape', Weight: '1.1 kg' },
      keywords: ['man overboard', 'mob', 'pushpit', 'rescue'],
    },
    {
      name: 'Horseshoe lifebuoy set with light and drogue',
      amountMinor: 139_00,
      description: 'Buoy, automatic light, drogue and bracket, already tied to one another. It goes over as one piece.',
      facts: { Buoyancy: '145 N', Light: 'automatic, 15 hours', Drogue: '20 cm' },
      keywords: ['man overboard', 'mob', 'rescue', 'sea anchor'],
    },
    {
      name: 'Inflatable horseshoe buoy',
      amountMinor: 198_00,
      description:
        'Packs to the size of a loaf and fills when it hits the water. Service it every second year; we do that too.',
      facts: { Buoyancy: '160 N', Gas: '33 g CO₂', Packed: '34 × 22 cm' },
      keywords: ['man overboard', 'mob', 'automatic', 'rescue'],
    },
    {
      name: 'Rescue sling with 40 m line',
      amountMinor: 156_00,
      description:
        'Circle them, and the line comes to their hand. Then it is the lifting strop. Learn it with a fender first.',
      facts: { Line: '40 m, floating', Buoyancy: '90 N', Bag: 'pushpit mounted' },
      keywords: ['man overboard', 'mob', 'recovery', 'short-handed'],
    },
    {
      name: 'Ring lifebuoy, canvas covered, 60 cm',
      amountMinor: 68_00,
      description: 'Painted canvas over foam, with room for the name of the boat. Pretty, and it floats a grown man.',
      facts: { Diameter: '60 cm', Weight: '1.9 kg', Cover: 'painted canvas' },
      keywords: ['life ring', 'classic', 'man overboard', 'mob'],
    },
    {
      name: 'Horseshoe lifebuoy, white',
      amountMinor: 64_00,
      description:
        'The white one. It shows less dirt and, we admit, less of itself in a breaking sea; the tape makes up for it at night.',
      facts: { Buoyancy: '145 N', Cover: 'PVC, reflective tape', Weight: '1.1 kg' },
      keywords: ['man overboard', 'mob', 'pushpit', 'rescue'],
    },
    {
      name: 'Ring lifebuoy set with light and line, 75 cm',
      amountMinor: 149_00,
      description:
        'The ring, a light that rights itself, and thirty metres of floating line in one bag. Hang the light upside down, as its label says.',
      facts: { Diameter: '75 cm', Light: 'automatic, 15 hours', Line: '30 m × 8 mm' },
      keywords: ['life ring', 'man overboard', 'mob', 'led'],
    },
    {
      name: 'Ring lifebuoy set with rail bracket, 60 cm',
      amountMinor: 82_00,
      description: 'Clamps to the pushpit without a hole drilled. Holds on in a gale and lets go at once.',
      facts: { Diameter: '60 cm', Rail: '22 to 25 mm', Steel: '316' },
      keywords: ['life ring', 'holder', 'pushpit', 'mob'],
    },
    {
      name: 'Jetty lifebuoy with cabinet, 75 cm',
      amountMinor: 289_00,
      description:
        'For the harbour, not the boat: a red door, a ring, a line that floats, and a sentence on the lid that anyone can follow.',
      facts: { Diameter: '75 cm', Line: '30 m × 8 mm', Cabinet: '85 × 85 × 25 cm' },
      keywords: ['life ring', 'pontoon', 'quay', 'marina'],
    },
  ],
  'life-jacket': [
    {
      name: 'Automatic life jacket, 150 N',
      amountMinor: 119_00,
      description:
        'Slim enough to forget about, which is why it will be on you when it counts. Fires within five seconds of getting wet.',
      facts: { Buoyancy: '150 N', Gas: '33 g CO₂', Fits: 'from 40 kg', Belt: '55 to 140 cm' },
      keywords: ['inflatable', 'pfd', 'lifejacket'],
    },
    {
      name: 'Automatic life jacket with harness, 170 N',
      amountMinor: 189_00,
      description: 'The coastal and night watch one. Soft loop for a tether, crotch strap, sprayhood in the collar.',
      facts: { Buoyancy: '170 N', Gas: '38 g CO₂', Harness: 'ISO 12401', Fits: 'from 40 kg' },
      keywords: ['inflatable', 'pfd', 'offshore', 'sprayhood', 'lifejacket'],
    },
    {
      name: 'Offshore life jacket with light, 190 N',
      amountMinor: 269_00,
      description:
        'Hydrostatic head, so that spray and rain do not fire it. Light, hood, harness and room for a beacon.',
      facts: { Buoyancy: '190 N', Release: 'hydrostatic', Light: 'automatic', Weight: '1.2 kg' },
      keywords: ['inflatable', 'pfd', 'hydrostatic', 'sprayhood', 'lifejacket'],
    },
    {
      name: 'Automatic life jacket, 275 N',
      amountMinor: 239_00,
      description: 'For heavy clothing and heavy weather. Turns a person in full oilskins face up.',
      facts: { Buoyancy: '275 N', Gas: '60 g CO₂', Fits: 'from 40 kg' },
      keywords: ['inflatable', 'pfd', 'workboat', 'offshore', 'lifejacket'],
    },
    {
      name: 'Manual life jacket, 150 N',
      amountMinor: 92_00,
      description:
        'Fires when you pull, and only then. For small cockpits, helm seats and people who know what they are doing.',
      facts: { Buoyancy: '150 N', Gas: '33 g CO₂', Release: 'manual' },
      keywords: ['inflatable', 'pfd', 'lifejacket'],
    },
    {
      name: 'Junior life jacket, automatic, 150 N',
      amountMinor: 128_00,
      description: 'Small enough to fit, plain enough to be worn. With a crotch strap; do it up every time.',
      facts: { Buoyancy: '150 N', Fits: '20 to 50 kg', Harness: 'soft loop' },
      keywords: ['inflatable', 'child', 'pfd', 'lifejacket'],
    },
    {
      name: 'Foam life jacket, adult, 100 N',
      amountMinor: 44_00,
      description: 'Nothing to arm, nothing to service. Keep one in the locker for every guest.',
      facts: { Buoyancy: '100 N', Fits: '70 to 90 kg', Collar: 'split' },
      keywords: ['guest', 'pfd', 'lifejacket'],
    },
    {
      name: 'Foam life jacket, child, 100 N',
      amountMinor: 46_00,
      description:
        'A collar that turns a small person face up, and a loop on top to lift by. The whistle will be tried at once.',
      facts: { Buoyancy: '100 N', Fits: '20 to 30 kg', Colour: 'orange' },
      keywords: ['kids', 'pfd', 'junior', 'lifejacket'],
    },
    {
      name: 'Foam life jacket, toddler, 100 N',
      amountMinor: 48_00,
      description: 'For ten to twenty kilos of sailor. Soft at the chin, with two crotch straps and a handle.',
      facts: { Buoyancy: '100 N', Fits: '10 to 20 kg', Colour: 'orange' },
      keywords: ['kids', 'baby', 'pfd', 'lifejacket'],
    },
    {
      name: 'Buoyancy aid, 50 N, M',
      amountMinor: 59_00,
      description: 'Cut high at the arms for paddling and hiking out. It helps you swim; it does not turn you over.',
      facts: { Buoyancy: '50 N', Fits: '60 to 70 kg', Chest: '90 to 105 cm' },
      keywords: ['dinghy', 'kayak', 'vest', 'pfd'],
    },
    {
      name: 'Buoyancy aid, 50 N, L',
      amountMinor: 59_00,
      description: 'The same vest a size up. Try it on over what you sail in, not over a shirt.',
      facts: { Buoyancy: '50 N', Fits: 'from 70 kg', Chest: '105 to 120 cm' },
      keywords: ['dinghy', 'kayak', 'vest', 'pfd'],
    },
    {
      name: 'Life vest for dogs, medium',
      amountMinor: 42_00,
      description:
        'A handle on the back, for lifting the swimmer who did not ask. Reflective piping, wide belly strap.',
      facts: { Fits: '10 to 20 kg', Chest: '50 to 70 cm', Colour: 'red' },
      keywords: ['pet', 'dog', 'pfd'],
    },
    {
      name: 'Foam life jacket, adult XL, 100 N',
      amountMinor: 46_00,
      description: 'For guests above ninety kilos. The straps go round, with some to spare.',
      facts: { Buoyancy: '100 N', Fits: 'from 90 kg', Collar: 'split' },
      keywords: ['guest', 'pfd', 'lifejacket'],
    },
    {
      name: 'Work life jacket, wipe-clean, 150 N',
      amountMinor: 159_00,
      description: 'A tough cover for fish decks and grinding sparks. Wipes down, buckles up with gloves.',
      facts: { Buoyancy: '150 N', Cover: 'PU-coated, wipe-clean', Fits: 'from 40 kg' },
      keywords: ['inflatable', 'workboat', 'commercial', 'pfd', 'lifejacket'],
    },
  ],
};
