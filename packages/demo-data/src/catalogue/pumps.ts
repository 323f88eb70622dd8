import type { Shelf } from './goods.ts';

export const pumps: Shelf<'pumps'> = {
  'bilge-pump': [
    {
      name: 'Submersible bilge pump, 12 V, 500 gph',
      amountMinor: 29_00,
      description: 'Small, quiet, fits the sump of a dayboat. The strainer snaps off for the hair and the matchsticks.',
      facts: { Flow: '1,900 l an hour', Draw: '2.0 A at 12 V', Outlet: '19 mm' },
      keywords: ['electric', 'centrifugal', 'bilge', 'dayboat'],
    },
    {
      name: 'Submersible bilge pump, 12 V, 1100 gph',
      amountMinor: 58_00,
      description:
        'The usual choice for ten metres. Wire it past the main switch, so that it works when you are not there.',
      facts: { Flow: '4,160 l an hour', Draw: '4.0 A at 12 V', Outlet: '28 mm' },
      keywords: ['electric', 'centrifugal', 'bilge'],
    },
    {
      name: 'Submersible bilge pump, 12 V, 2000 gph',
      amountMinor: 119_00,
      description: 'For the bilge you would rather not think about. Give it the full bore of hose that it asks for.',
      facts: { Flow: '7,570 l an hour', Draw: '8.4 A at 12 V', Outlet: '28 mm' },
      keywords: ['electric', 'centrifugal', 'bilge', 'high capacity'],
    },
    {
      name: 'Submersible bilge pump, 24 V, 1100 gph',
      amountMinor: 66_00,
      description:
        'The 1100 for workboats and bigger yachts on twenty-four volts. Same base, so it drops into the same clip.',
      facts: { Flow: '4,160 l an hour', Draw: '2.1 A at 24 V', Outlet: '28 mm' },
      keywords: ['electric', 'centrifugal', 'bilge', 'workboat'],
    },
    {
      name: 'Automatic bilge pump, 12 V, 800 gph',
      amountMinor: 84_00,
      description: 'Feels the water by itself and stops by itself. No float, so nothing for a rag to hold down.',
      facts: { Flow: '3,030 l an hour', Draw: '3.0 A at 12 V', Outlet: '19 or 28 mm' },
      keywords: ['electric', 'sensor', 'bilge', 'unattended'],
    },
    {
      name: 'Diaphragm bilge pump, 12 V',
      amountMinor: 214_00,
      description:
        'Sits high and dry and sucks the last glassful out of a shallow bilge. Runs dry without harm, and says so loudly.',
      facts: { Flow: '1,100 l an hour', Lift: '3 m', Draw: '6.0 A at 12 V' },
      keywords: ['electric', 'self-priming', 'shallow bilge'],
    },
    {
      name: 'Manual bilge pump, bulkhead, 45 l a minute',
      amountMinor: 96_00,
      description:
        'Works from the helm with the lockers shut. Every boat needs one that does not care about the battery.',
      facts: { Flow: '45 l a minute', Hose: '38 mm', Handle: 'removable' },
      keywords: ['hand pump', 'diaphragm', 'cockpit'],
    },
    {
      name: 'Manual bilge pump, double-acting, 100 l a minute',
      amountMinor: 269_00,
      description:
        'Two chambers: it pumps as you push and as you pull. A frightened person with one of these moves a great deal of water.',
      facts: { Flow: '100 l a minute', Hose: '38 mm', Body: 'cast aluminium' },
      keywords: ['hand pump', 'diaphragm', 'offshore'],
    },
    {
      name: 'Hand pump, portable, 60 cm',
      amountMinor: 34_00,
      description: 'For dinghies, kayaks and corners. Keep it tied to the boat; it floats, but it also drifts.',
      facts: { Flow: '0.6 l a stroke', Length: '60 cm', Hose: '60 cm' },
      keywords: ['stirrup', 'dinghy', 'kayak', 'bailer'],
    },
    {
      name: 'Automatic bilge pump, 12 V, 500 gph',
      amountMinor: 62_00,
      description:
        'Wakes every few minutes, turns once, and goes back to sleep if there is nothing to do. For boats left on a mooring.',
      facts: { Flow: '1,900 l an hour', Draw: '2.0 A at 12 V', Outlet: '19 mm' },
      keywords: ['electric', 'sensor', 'bilge', 'unattended'],
    },
    {
      name: 'Submersible bilge pump, 24 V, 2000 gph',
      amountMinor: 132_00,
      description: 'The big one for ships on twenty-four volts. Half the current, thinner cable, the same relief.',
      facts: { Flow: '7,570 l an hour', Draw: '4.4 A at 24 V', Outlet: '28 mm' },
      keywords: ['electric', 'centrifugal', 'bilge', 'workboat'],
    },
    {
      name: 'Manual bilge pump, through-deck, 65 l a minute',
      amountMinor: 148_00,
      description:
        'Only a round plate shows on deck; the pump hangs below it. Handle in clips beside, where you can find it in the dark.',
      facts: { Flow: '65 l a minute', Hose: '38 mm', 'Deck plate': '14 cm' },
      keywords: ['hand pump', 'diaphragm', 'flush'],
    },
    {
      name: 'Emergency pump, portable, 12 V',
      amountMinor: 94_00,
      description: 'Six metres of lead, six of hose, two big clips for any battery. For your neighbour’s boat, mostly.',
      facts: { Flow: '7,000 l an hour', Cable: '6 m', Hose: '6 m, lay-flat' },
      keywords: ['electric', 'rescue', 'submersible', 'salvage'],
    },
    {
      name: 'Impeller pump, belt driven, 25 mm',
      amountMinor: 329_00,
      description:
        'Bronze, flanged, for the engine that pumps while it drives. Never let it run dry, not even to show somebody.',
      facts: { Flow: '80 l a minute', Port: '25 mm', Shaft: 'stainless' },
      keywords: ['engine', 'bronze', 'clutch', 'raw water'],
    },
    {
      name: 'Shower drain pump, 12 V',
      amountMinor: 78_00,
      description: 'A box under the sole that empties itself. The lid is clear, so you can see the soap winning.',
      facts: { Flow: '1,900 l an hour', Draw: '2.0 A at 12 V', Box: '29 × 20 × 13 cm' },
      keywords: ['sump', 'grey water', 'automatic'],
    },
  ],
  hose: [
    {
      name: 'Bilge hose, smooth bore, 19 mm, 5 m',
      amountMinor: 21_00,
      description: 'Ribbed outside, smooth inside, bends without sulking. Cuffs every half metre for a clean cut.',
      facts: { Bore: '19 mm', Length: '5 m', Bend: '60 mm radius' },
      keywords: ['discharge', 'pipe', 'corrugated'],
    },
    {
      name: 'Bilge hose, smooth bore, 28 mm, 5 m',
      amountMinor: 32_00,
      description: 'For the 1100 and its larger brother. A smooth bore is worth a quarter of the flow.',
      facts: { Bore: '28 mm', Length: '5 m', Bend: '85 mm radius' },
      keywords: ['discharge', 'pipe', 'corrugated'],
    },
    {
      name: 'Bilge hose, smooth bore, 38 mm, 3 m',
      amountMinor: 38_00,
      description: 'For hand pumps, where what comes up is not always water. Will not collapse on the suction side.',
      facts: { Bore: '38 mm', Length: '3 m', Bend: '120 mm radius' },
      keywords: ['suction', 'pipe', 'manual pump'],
    },
    {
      name: 'Sanitation hose, 38 mm, 3 m',
      amountMinor: 74_00,
      description: 'The dear one, because the cheap one lets the smell through in a year. You will be thanked for it.',
      facts: { Bore: '38 mm', Length: '3 m', Wall: 'rubber, wire helix' },
      keywords: ['heads', 'odour', 'toilet', 'pipe'],
    },
    {
      name: 'Fresh-water hose, food grade, 12 mm, 10 m',
      amountMinor: 36_00,
      description: 'Clear with a blue line, tastes of nothing. For cold water and for the run to the galley tap.',
      facts: { Bore: '12 mm', Length: '10 m', Pressure: '8 bar' },
      keywords: ['drinking water', 'pvc', 'pipe', 'galley'],
    },
    {
      name: 'Exhaust hose, wet, 50 mm, 1 m',
      amountMinor: 46_00,
      description:
        'Wire-reinforced rubber for water-cooled exhausts. Two clips at each end, screws opposite each other.',
      facts: { Bore: '50 mm', Length: '1 m', Heat: 'to 100 °C' },
      keywords: ['engine', 'rubber', 'pipe'],
    },
    {
      name: 'Fuel hose, fire resistant, 8 mm, 3 m',
      amountMinor: 34_00,
      description: 'Marked ISO 7840 A1 along its length, which is the first thing a surveyor looks for.',
      facts: { Bore: '8 mm', Length: '3 m', Standard: 'ISO 7840 A1' },
      keywords: ['diesel', 'petrol', 'engine', 'pipe'],
    },
    {
      name: 'Deck-wash hose, coiled, 15 m',
      amountMinor: 48_00,
      description: 'Springs back into its locker by itself. Comes with a nozzle that a child can aim and will.',
      facts: { Bore: '10 mm', Length: '15 m stretched', Fittings: 'quick-connect' },
      keywords: ['washdown', 'rinse', 'spiral'],
    },
    {
      name: 'Bilge hose set with clips, 28 mm, 3 m',
      amountMinor: 36_00,
      description: 'Smooth-bore hose and eight all-stainless clips: two to a joint below the waterline, always.',
      facts: { Bore: '28 mm', Length: '3 m', Clips: '8, steel 316' },
      keywords: ['hose clamp', 'discharge', 'pipe'],
    },
    {
      name: 'Suction hose with strum box, 38 mm, 4 m',
      amountMinor: 64_00,
      description:
        'Wire-wound, with a strainer at the low end that keeps the pencil out of the pump. It opens without tools, which you will be glad of.',
      facts: { Bore: '38 mm', Length: '4 m', Strainer: 'with non-return flap' },
      keywords: ['strainer', 'manual pump', 'pipe'],
    },
  ],
};
