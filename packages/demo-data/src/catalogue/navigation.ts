import type { Shelf } from './goods.ts';

export const navigation: Shelf<'navigation'> = {
  compass: [
    {
      name: 'Steering compass, 85 mm',
      amountMinor: 219_00,
      description:
        'A card you can read from two metres and a needle that settles before you do. Compensators built in.',
      facts: { Card: '85 mm', Graduation: '5°', Mount: 'flush, on a level deck', Light: '12 V, red' },
      keywords: ['binnacle', 'magnetic', 'card', 'deck compass'],
    },
    {
      name: 'Steering compass, 70 mm',
      amountMinor: 149_00,
      description: 'For boats to seven metres and for tillers. Small card, steady card.',
      facts: { Card: '70 mm', Graduation: '5°', Mount: 'flush', Light: '12 V, red' },
      keywords: ['magnetic', 'card', 'deck compass', 'tiller'],
    },
    {
      name: 'Steering compass, 100 mm',
      amountMinor: 329_00,
      description: 'For the pedestal of a cruising boat. Gimballed inside, and the dome magnifies what matters.',
      facts: { Card: '100 mm', Graduation: '2° and 5°', Mount: 'pedestal', Light: '12 V, red' },
      keywords: ['binnacle', 'magnetic', 'pedestal', 'wheel'],
    },
    {
      name: 'Steering compass, 125 mm',
      amountMinor: 549_00,
      description: 'A big calm card for long passages. You steer better by it because you squint less.',
      facts: { Card: '125 mm', Graduation: '2° and 5°', Mount: 'binnacle', Weight: '3.4 kg' },
      keywords: ['binnacle', 'magnetic', 'offshore', 'wheel'],
    },
    {
      name: 'Binnacle compass, brass, 150 mm',
      amountMinor: 1290_00,
      description:
        'Brass hood, two correcting spheres, an oil lamp socket at the side. For ships that are small only in length.',
      facts: { Card: '150 mm', Graduation: '1°', Height: '42 cm', Weight: '11 kg' },
      keywords: ['classic', 'magnetic', 'traditional', 'spheres'],
    },
    {
      name: 'Bulkhead compass, 100 mm',
      amountMinor: 269_00,
      description: 'Reads from the front and, with a second window, from the cabin. Has a clinometer for the honest.',
      facts: { Card: '100 mm', Mount: 'bulkhead, vertical', Clinometer: 'to 45°' },
      keywords: ['magnetic', 'vertical', 'cockpit'],
    },
    {
      name: 'Bulkhead compass, 70 mm',
      amountMinor: 158_00,
      description: 'For the small cockpit with a straight bulkhead. Two, one each side, cost less than a stiff neck.',
      facts: { Card: '70 mm', Mount: 'bulkhead, vertical', Light: '12 V, red' },
      keywords: ['magnetic', 'vertical', 'cockpit'],
    },
    {
      name: 'Bracket compass, 60 mm',
      amountMinor: 64_00,
      description: 'Two screws and you have a heading. For tenders, open boats and the chart table.',
      facts: { Card: '60 mm', Graduation: '5°', Mount: 'bracket, tilting' },
      keywords: ['magnetic', 'dinghy', 'open boat', 'motorboat'],
    },
    {
      name: 'Hand-bearing compass, rubber armoured',
      amountMinor: 112_00,
      description:
        'Hold it to the eye and the bearing stands still beside the lighthouse. Glows by itself until morning.',
      facts: { Graduation: '1°', Weight: '0.13 kg', Light: 'self-luminous' },
      keywords: ['puck', 'bearing', 'fix', 'coastal'],
    },
    {
      name: 'Hand-bearing compass with grip',
      amountMinor: 88_00,
      description:
        'A pistol grip and a prism for those who take bearings with cold hands. Lives in the cockpit bracket supplied.',
      facts: { Graduation: '1°', Weight: '0.38 kg', Light: '2 × AA' },
      keywords: ['bearing', 'prism', 'fix', 'coastal'],
    },
    {
      name: 'Tell-tale compass, overhead',
      amountMinor: 389_00,
      description: 'Hangs above the bunk and tells you, without getting up, what the helmsman is really steering.',
      facts: { Card: '90 mm, seen from below', Mount: 'deckhead', Case: 'brass' },
      keywords: ['classic', 'magnetic', 'skipper', 'berth'],
    },
    {
      name: 'Lifeboat compass in wooden box',
      amountMinor: 176_00,
      description:
        'Liquid-filled, gimballed, in a teak box with a sliding lid. Belongs in the grab bag of a boat that goes far.',
      facts: { Card: '65 mm', Box: 'teak, 14 cm', Mount: 'gimbal' },
      keywords: ['liferaft', 'gimbal', 'emergency', 'boxed'],
    },
    {
      name: 'Kayak deck compass',
      amountMinor: 72_00,
      description: 'Clips to the deck lines and reads well from a low seat. Floats, should it come to that.',
      facts: { Card: '70 mm', Mount: 'bungee clips', Weight: '0.2 kg' },
      keywords: ['sea kayak', 'portable', 'magnetic'],
    },
  ],
  barometer: [
    {
      name: 'Brass barometer, 100 mm',
      amountMinor: 118_00,
      description:
        'Aneroid, temperature compensated, set by one screw at the back. Tap it, then look at the sky as well.',
      facts: { Dial: '100 mm', Range: '960 to 1060 hPa', Case: 'polished brass' },
      keywords: ['aneroid', 'weather', 'pressure', 'glass'],
    },
    {
      name: 'Brass barometer, 150 mm',
      amountMinor: 198_00,
      description:
        'The same movement with a dial that can be read from the companionway. A fine present for a first command.',
      facts: { Dial: '150 mm', Range: '960 to 1060 hPa', Case: 'polished brass' },
      keywords: ['aneroid', 'weather', 'pressure', 'glass'],
    },
    {
      name: 'Chromed barometer, 100 mm',
      amountMinor: 126_00,
      description: 'For modern saloons and for people who do not polish. The movement is the same as in the brass.',
      facts: { Dial: '100 mm', Range: '960 to 1060 hPa', Case: 'chromed brass' },
      keywords: ['aneroid', 'weather', 'pressure', 'chrome'],
    },
    {
      name: 'Open-face barometer, 120 mm',
      amountMinor: 239_00,
      description: 'You see the capsule breathe. Jewelled movement, individually calibrated, with its certificate.',
      facts: { Dial: '120 mm', Accuracy: '±0.7 hPa', Case: 'lacquered brass' },
      keywords: ['aneroid', 'precision', 'weather', 'skeleton'],
    },
    {
      name: 'Barometer with thermometer, 120 mm',
      amountMinor: 164_00,
      description: 'Pressure on the big hand, warmth on the small curve. Between them they explain most of the day.',
      facts: { Dial: '120 mm', Range: '960 to 1060 hPa', Thermometer: '−10 to 50 °C' },
      keywords: ['aneroid', 'weather', 'temperature'],
    },
    {
      name: 'Drum barograph, seven days',
      amountMinor: 849_00,
      description:
        'Draws the week in ink, so that you know how fast and not only how low. Wind it on Sundays; a year of charts is in the drawer.',
      facts: { Paper: '52 weekly charts', Case: 'mahogany, bevelled glass', Drive: 'eight-day clockwork' },
      keywords: ['recording', 'weather', 'pressure trace', 'aneroid'],
    },
    {
      name: 'Electronic barograph',
      amountMinor: 329_00,
      description:
        'Five days of pressure on a small screen, and a gale alarm that goes by the rate of fall. Runs a season on its cells.',
      facts: { Memory: '5 days', Alarm: 'from 1 hPa an hour', Cells: '4 × AA' },
      keywords: ['digital', 'weather', 'gale alarm', 'pressure trace'],
    },
    {
      name: 'Thermo-hygrometer, brass, 100 mm',
      amountMinor: 98_00,
      description: 'Tells the damp from the cold. When it says eighty, open a hatch.',
      facts: { Dial: '100 mm', Humidity: '0 to 100 %', Thermometer: '−20 to 50 °C' },
      keywords: ['humidity', 'temperature', 'comfort meter', 'weather'],
    },
    {
      name: 'Ship’s clock, brass, 100 mm',
      amountMinor: 124_00,
      description:
        'A quiet quartz movement behind thick glass, with the radio silences marked in red and green. The bezel opens to set it.',
      facts: { Dial: '100 mm', Movement: 'quartz', Case: 'polished brass' },
      keywords: ['quartz', 'watch', 'saloon', 'radio room'],
    },
    {
      name: 'Ship’s bell clock, brass, 150 mm',
      amountMinor: 589_00,
      description: 'Strikes the watches: eight bells at four, eight and twelve. It can be silenced, for guests.',
      facts: { Dial: '150 mm', Movement: 'eight-day clockwork', Strike: 'ship’s bells' },
      keywords: ['watch', 'chime', 'mechanical', 'saloon'],
    },
    {
      name: 'Tide clock, 150 mm',
      amountMinor: 108_00,
      description:
        'One hand, one moon, one turn in twelve hours and twenty-five minutes. Right for half-day tides; wrong, and cheerful about it, elsewhere.',
      facts: { Dial: '150 mm', Movement: 'quartz, lunar', Case: 'polished brass' },
      keywords: ['tides', 'moon', 'high water'],
    },
    {
      name: 'Dial clinometer, brass, 100 mm',
      amountMinor: 92_00,
      description:
        'Shows how far she heels, and settles the argument at supper. The second hand keeps the worst of the day.',
      facts: { Dial: '100 mm', Range: '60° each side', Case: 'polished brass' },
      keywords: ['inclinometer', 'heel', 'list'],
    },
  ],
};
