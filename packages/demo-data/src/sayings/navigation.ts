import type { Saying } from './saying.ts';

export const navigation: Record<'compass' | 'barometer', Saying[]> = {
  compass: [
    {
      text: 'Card settles before I have finished the turn. The old one was still thinking when we were on the rocks, so to speak.',
      about: 'Steering',
    },
    { text: 'Had it swung by the adjuster: two degrees at worst, and one of those was my toolbox.', about: 'Steering' },
    {
      text: 'Fits the hole that its predecessor left in 1984. I had bought filler for nothing.',
      about: 'Steering compass, 85 mm',
    },
    {
      text: 'Red light is dim enough for the eyes and bright enough for the card. Somebody tried it at night before they sold it.',
      about: 'Steering',
    },
    { text: 'Readable from where I actually stand, glasses or none.', about: '100 mm' },
    {
      text: 'Big card, small corrections. My autopilot is better now as well, because I trust something to check it against.',
      about: '125 mm',
    },
    {
      text: 'We built the pedestal round it. It is the only thing on board that visitors touch with respect.',
      about: 'Binnacle',
    },
    {
      text: 'After four years a bubble the size of a pea. Topped up under guarantee without a discussion.',
      about: 'Steering',
    },
    {
      text: 'The clinometer says that we heel less than my wife says. I have covered it.',
      about: 'Bulkhead compass, 100 mm',
    },
    { text: 'One each side and my neck has retired from navigation.', about: 'Bulkhead compass, 70 mm' },
    { text: 'Two screws, one lighthouse, no drama. For the tender it is plenty.', about: 'Bracket' },
    { text: 'Keep your phone in the other pocket. Mine was worth eleven degrees.', about: 'Hand-bearing' },
    {
      text: 'Three bearings off Ushant in a lumpy sea and the triangle was small enough to be proud of.',
      about: 'Hand-bearing',
      by: 'Solenn, Douarnenez',
    },
    { text: 'Survived a fall to the cockpit sole, a boot, and a summer with my nephews.', about: 'rubber armoured' },
    { text: 'The grip fits a wet glove. It eats a pair of cells in a season, so carry a pair.', about: 'with grip' },
    {
      text: 'I lie in my bunk and know when they wander. They know that I know. Courses have improved.',
      about: 'Tell-tale',
    },
    {
      text: 'Box shuts like a violin case. I hope never to need it, and I look at it every evening.',
      about: 'Lifeboat',
    },
    { text: 'Crossed to Skye in fog by it. Sits steady, reads low, clips hold.', about: 'Kayak', by: 'Morag, Portree' },
    { text: '카드가 빨리 안정되고 야간 조명이 눈부시지 않아요.', by: '수민, 통영', about: 'Steering' },
    {
      text: 'Mae’r cerdyn yn hawdd ei ddarllen hyd yn oed yn y glaw.',
      by: 'Gwen, Porthmadog',
      about: 'Steering compass, 85 mm',
    },
    {
      text: 'Bússola estável, mesmo com o mar de través dos Açores. Compensei-a em vinte minutos.',
      by: 'Duarte, Horta',
      about: 'Steering',
    },
    'When the plotter went dark off Gran Canaria, this did not. There is not much more to say of a compass.',
    { text: 'Ask which hemisphere it is balanced for. Mine is, because they asked me first.', by: 'Aroha, Lyttelton' },
  ],
  barometer: [
    {
      text: 'Fell nine points between lunch and tea. We put the second reef in while it was still sunny, and were thought odd until six.',
      about: 'barometer',
    },
    {
      text: 'Set it from the harbour office’s reading and it has agreed with them ever since. Well, they have agreed with it.',
      about: 'barometer',
    },
    {
      text: 'My father tapped his every morning; I tap mine. Neither of us knows why, and it helps.',
      about: 'Brass barometer',
    },
    {
      text: 'Wants a polish each fortnight in Singapore. Buy the chrome if that is not your idea of an evening.',
      about: 'Brass',
      by: 'Mei Ling, Singapore',
    },
    { text: 'The chromed one, on purpose. I have enough brass and not enough Sundays.', about: 'Chromed' },
    { text: 'I watch the capsule instead of television.', about: 'Open-face' },
    {
      text: 'Certificate says plus point three at 1000. The airfield agrees with the certificate.',
      about: 'Open-face',
    },
    {
      text: 'Pressure down, warmth up: thunder by four. One dial, and my guests think I am a wizard.',
      about: 'thermometer',
    },
    {
      text: 'The trace of the week when Hanne came through hangs framed over the chart table. A cliff, in ink.',
      about: 'Drum barograph',
    },
    { text: 'Ticks. At first I minded, and now I wake when it stops.', about: 'Drum barograph' },
    {
      text: 'Gale alarm went at three in the morning in Stanley, an hour before the gale. I have forgiven the hour.',
      about: 'Electronic',
      by: 'Maggie, Stanley',
    },
    { text: 'No lesson needed, no app, no account. Pressure, three hours ago, now.', about: 'Electronic' },
    {
      text: 'It says 84 %. I opened the hatch, it says 71 and the smell has gone. Cheaper than paint.',
      about: 'hygrometer',
    },
    { text: 'Loses four seconds a month. I lose more than that looking at it.', about: 'Ship’s clock' },
    { text: 'The bezel opens with a fingernail and closes without a rattle.', about: 'Ship’s clock' },
    { text: 'Eight bells and the crew comes on deck by itself, like cats to a tin.', about: 'bell clock' },
    {
      text: 'Night silencer was missing from the description I read, and is there: a small lever under the twelve.',
      about: 'bell clock',
    },
    {
      text: 'Right to twenty minutes in Oban. In Southampton, with its double high water, it is a work of fiction.',
      about: 'Tide clock',
      by: 'Callum, Oban',
    },
    {
      text: 'Settled the argument at supper: thirty-one degrees, not forty-five. The soup had been telling the truth.',
      about: 'clinometer',
    },
    {
      text: 'Loftvogin fellur, kaffið fer á könnuna og við bíðum. Góður gripur.',
      by: 'Þóra, Reykjavík',
      about: 'barometer',
    },
    {
      text: 'Das Messing läuft an, die Nadel nicht. So soll es sein.',
      by: 'Friederike, Kiel',
      about: 'Brass barometer',
    },
    { text: '台風の前に針がみるみる下がり、早めに港へ戻れました。', by: '陽子, 函館', about: 'barometer' },
    'A wedding present for two people who live on nine metres. They have room for exactly this.',
    { text: 'Hang it away from the stove. I did not, and it forecast my dinners.', about: 'barometer' },
  ],
};
