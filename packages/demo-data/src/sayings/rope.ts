import type { Saying } from './saying.ts';

export const rope: Record<'coil' | 'dock-line', Saying[]> = {
  coil: [
    {
      text: 'Hoisted on Saturday, still up on Sunday with the same crease in the luff. That will do.',
      about: 'Braided halyard',
    },
    {
      text: 'Wash it in a net at thirty degrees when it goes stiff. It comes out like new, and so does the washing machine, nearly.',
      about: 'sheet',
    },
    {
      text: 'Runs through the jammer without slipping, which the cheap stuff never did. The fleck helps in the dark: red is always the main.',
      about: 'Braided halyard, 10 mm',
    },
    {
      text: 'Twenty metres is enough for a nine-metre mast with a bit left to end-for-end. I measured after buying; do it the other way round.',
      about: 'Braided halyard, 8 mm',
    },
    {
      text: 'Three years in Darwin sun. The cover is fuzzy, the core is fine, and I sleep well.',
      about: 'Braided halyard',
      by: 'Kirra, Darwin',
    },
    {
      text: 'Splices without a fight, provided you milk the cover first and are not in a hurry.',
      about: 'Braided halyard',
    },
    {
      text: 'Halyard no longer needs a touch on the winch every hour. I did not believe a rope could be worth that money; I do now.',
      about: 'Low-stretch',
    },
    {
      text: 'It came with one end whipped, and properly. Somebody’s grandmother taught them that.',
      about: 'Braided halyard',
    },
    { text: 'Soft on cold hands. Kids can hold the sheet now without making a face.', about: 'Genoa sheet' },
    {
      text: 'Grips the drum with three turns where the old one wanted four. Comes off cleanly in a tack, too.',
      about: 'Genoa sheet',
    },
    { text: 'Ne se vrille pas, même quand l’équipage fait tout pour.', by: 'Loïc, Saint-Malo', about: 'Mainsheet' },
    { text: 'Mainsheet runs out by itself in a zephyr now. My blocks were never the problem.', about: 'Mainsheet' },
    {
      text: 'Bought green for the first reef and red for the second. Nobody has asked me which since.',
      about: 'Reefing',
    },
    {
      text: 'Taught a dozen scouts the eye splice with one coil of this. It holds its lay and forgives thumbs.',
      about: 'Three-strand',
    },
    {
      text: 'Held us in forty knots in Port Stanley, stretched like a cat, came back to its length by breakfast.',
      about: 'Nylon anchor warp',
      by: 'Maggie, Stanley',
    },
    {
      text: 'The lead keeps it down and away from the saildrive, as promised. It is heavy to carry round the deck.',
      about: 'Leaded',
    },
    {
      text: 'El nudo de mono vuela recto. Practicamos en el muelle hasta que nos aplaudieron los pescadores.',
      by: 'Rocío, Cádiz',
      about: 'heaving',
    },
    { text: 'Smells like my father’s boat. I bought twenty metres for a bell rope that needs one.', about: 'Manila' },
    { text: 'Do not put it away wet. I did. It now lives on the foredeck by order of the crew.', about: 'Manila' },
    { text: 'Silenced every halyard on the boat for the price of two coffees.', about: 'Shock cord' },
    { text: 'Four years on the spreader without chafe. The flag was not so lucky.', about: 'Flag halyard' },
    { text: 'ロープの撚りが素直で、スプライスの練習に最適です。', by: '健一, 横浜', about: 'Three-strand' },
    {
      text: 'Coil it by hand, not on the elbow, and it never kinks. Ours hangs where it was hung.',
      about: 'Nylon anchor warp',
    },
    {
      text: 'Cut clean, ends sealed, length honest: I measured twenty and a half. They do not mention the half.',
      about: 'Reefing line',
    },
  ],
  'dock-line': [
    {
      text: 'Four of these on a swelly berth in Horta all winter. One chafed, at the fairlead that I had not polished.',
      about: 'Dock line with eye',
      by: 'Ines, Horta',
    },
    {
      text: 'Eye goes over a big bollard with room to take it off again when the tide has other ideas.',
      about: 'Dock line with eye',
    },
    {
      text: 'The leather at the eye looked like decoration. After one winter against a granite quay I know better.',
      about: 'eye, 16 mm',
    },
    { text: 'Stretch is exactly right: the boat breathes and nobody spills the tea.', about: 'Dock line with eye' },
    {
      text: 'Bought the length for the berth we have, then we moved. Take two metres more than you need.',
      about: 'Dock line',
    },
    { text: 'Our cat sleeps in the coil. It has passed the only inspection that matters here.' },
    {
      text: 'Se ha puesto un poco rígido con la sal, pero no suelta ni un hilo después de dos años.',
      by: 'Iker, A Coruña',
      about: 'Dock line',
    },
    {
      text: 'We used the spring to leave a berth that two men on the quay said could not be left. They coiled it for us.',
      about: 'Spring line',
    },
    {
      text: 'No more snatching at three in the morning. I only wish that I had bought four at once instead of one a month.',
      about: 'snubber',
    },
    {
      text: 'Rubber is perishing a little at the ends after three summers in Limassol. The line inside is still perfect.',
      about: 'snubber',
      by: 'Stelios, Limassol',
    },
    {
      text: 'Fire hose over the chafe point is not pretty and is the reason that our boat is still here.',
      about: 'pennant',
    },
    {
      text: 'Inspected it in April and October as told. In October there was something to see, and now there is a new one.',
      about: 'pennant',
    },
    {
      text: 'Catamaran sits like a duck on it. Before, we toured the whole mooring field each night.',
      about: 'bridle',
    },
    { text: 'Legs truly equal; I laid them side by side. Ring has no weld you can feel.', about: 'bridle' },
    { text: 'Small, cheap, eye already spliced. The fenders and I thank you.', about: 'Fender lines' },
    { text: 'Two metres is right for our topsides; higher boats may want three.', about: 'Fender lines' },
    {
      text: 'Towed a friend eleven miles into Neiafu at four knots. It never once went near the propeller.',
      about: 'tow line',
      by: 'Sione, Neiafu',
    },
    { text: 'Bright enough that the jet skis see it. Mostly.', about: 'tow line' },
    {
      text: 'حبل متين وناعم على اليد. بعد موسمين في مسقط لم يتغير لونه إلا قليلاً.',
      by: 'سالم, مسقط',
      about: 'Dock line with eye',
    },
    {
      text: 'The twenty is too big for my cleats. That is my own fault, and it now moors the boat of a friend with bigger ones.',
      about: '20 mm',
    },
    {
      text: 'God elastisk line, ligger pænt på klampen. Øjet er splejset, som det skal være.',
      by: 'Mette, Svendborg',
      about: 'Dock line with eye',
    },
    {
      text: 'Sinks, so it stays out of the propeller. Colour-code the ends with tape and the guests look competent.',
      about: 'Dock line with eye',
    },
    {
      text: 'Replaced the whole set on the boat’s birthday, as we do every six years. These feel better than the last lot.',
      about: 'Dock line with eye',
    },
  ],
};
