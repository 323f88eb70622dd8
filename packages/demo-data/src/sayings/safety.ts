import type { Saying } from './saying.ts';

export const safety: Record<'lifebuoy' | 'life-jacket', Saying[]> = {
  lifebuoy: [
    { text: 'Write the boat’s name on it, large. A ferry once brought ours back.', about: 'Ring' },
    { text: 'We threw it for a fender, for a hat and, in August, for a man. All three came home.', about: 'Ring' },
    {
      text: 'Grab line is thick enough for cold fingers. On the old one it was a string.',
      about: 'Ring lifebuoy, 75 cm',
    },
    {
      text: 'Hangs at the end of our garden jetty. The inspector was the first to notice, the heron the second.',
      about: '60 cm',
    },
    { text: 'A neat fit for the pushpit and no bigger than it has to be.', about: 'Horseshoe' },
    { text: 'The tape is so bright that our anchor light reads by it.', about: 'Horseshoe' },
    { text: 'Yellow, because the sea is white. That was the shop’s argument and I had no answer.', about: 'yellow' },
    { text: 'White looks better, I know, I know. The tape is very good.', about: 'white' },
    {
      text: 'Sun took some colour in three Cypriot summers. The foam is as hard as ever.',
      about: 'yellow',
      by: 'Stelios, Limassol',
    },
    {
      text: 'Everything tied to everything, in the right order, out of the box. I had expected an evening of knots.',
      about: 'drogue',
    },
    {
      text: 'The drogue matters more than you would think. Without it the ring outsailed our swimmer by a boat’s length.',
      about: 'drogue',
    },
    {
      text: 'Fired it on purpose at the end of its two years. Four seconds. Worth the new cylinder.',
      about: 'Inflatable',
    },
    { text: 'No windage, no faded foam, and the aft deck looks like a deck.', about: 'Inflatable' },
    {
      text: 'Practised in Lagos bay with my wife as the casualty. She says: circle wider, and stop the propeller sooner.',
      about: 'sling',
      by: 'Rui, Lagos',
    },
    {
      text: 'Two people on board, one of them in the water. This is the only thing that I have tried that would work.',
      about: 'sling',
    },
    { text: 'Painted the name on by hand, wobbly, perfect.', about: 'canvas' },
    { text: 'It is for the look of her, but I threw it in to be sure. It floats like the others.', about: 'canvas' },
    { text: 'Bracket clamps on without drilling and the ring comes off with one pull, not two.', about: 'bracket' },
    {
      text: 'The light rights itself and comes on. Check that it hangs upside down; mine had been the wrong way up for a year.',
      about: 'light and line',
    },
    { text: 'We have put four of these round the basin. One has been used. One is enough.', about: 'Jetty' },
    {
      text: 'The instructions on the lid have pictures. In our harbour, with nine languages, that is the right one.',
      about: 'Jetty',
    },
    { text: 'Flyter, synes, henger der den skal. Måtte den aldri bli brukt.', by: 'Ragnhild, Tromsø', about: 'Ring' },
    { text: 'Ελπίζω να μη χρειαστεί ποτέ. Γερή κατασκευή, καλή λαβή.', by: 'Νίκος, Πειραιάς', about: 'Ring' },
    {
      text: 'Show it to every guest before you let go the lines. It takes a minute and they remember where it is.',
      about: 'Horseshoe',
    },
  ],
  'life-jacket': [
    {
      text: 'Light enough that everybody keeps it on after lunch. That is the whole secret of a life jacket.',
      about: 'Automatic life jacket, 150 N',
    },
    {
      text: 'Went in off the pontoon in Kinsale, fully dressed, in March. Bang, face up, embarrassed, warm enough to tell it.',
      about: 'Automatic life jacket',
      by: 'Maeve, Kinsale',
    },
    {
      text: 'Weigh the cylinder once a year on a letter scale. Thirty seconds, and then you know.',
      about: 'Automatic',
    },
    {
      text: 'Crotch strap looks fussy until you have tried to float without one. We tried in the pool. Wear it.',
      about: 'harness',
    },
    {
      text: 'Buckle works with a glove and does not come undone when a child pulls at it. Tested at length.',
      about: 'harness',
    },
    { text: 'The collar does not saw at my neck. After a night on watch that is what I remember.', about: '170 N' },
    {
      text: 'Two winters of green water over the bow in the Pentland Firth and it has never fired by mistake.',
      about: 'Offshore',
      by: 'Magnus, Lerwick',
    },
    { text: 'Room for the beacon, and the light is where the wave is not.', about: 'Offshore' },
    { text: 'With boots and oilskins on I need all of it. In a T-shirt it is a small mattress.', about: '275 N' },
    {
      text: 'For the kayak-fishing cousin who is always wet anyway. He has to pull, and he knows it.',
      about: 'Manual',
    },
    { text: 'She is eight and chose to wear it home on the train.', about: 'Junior' },
    { text: 'Sized with room for a jersey, not for next year. They grow and it must not.', about: 'Junior' },
    { text: 'Six in the locker for guests. Nobody looks elegant, everybody floats.', about: 'Foam life jacket, adult' },
    { text: 'My brother-in-law is a big man and it closes on him with a hand’s breadth to spare.', about: 'adult XL' },
    { text: 'The whistle was tried. At once. For an hour. They did say.', about: 'child' },
    {
      text: 'The loop on top is stitched through. I lifted the lad out of the marina by it, lad and wet boots together.',
      about: 'toddler',
    },
    { text: 'Soft at the chin, so he forgot it and went to sleep. So did we, nearly.', about: 'toddler' },
    { text: 'Cut high enough that my arms do not rub on a long paddle.', about: 'Buoyancy aid' },
    {
      text: 'Go by your weight and your chest, not by the letter you wear ashore. They made me try two.',
      about: 'Buoyancy aid',
    },
    { text: 'The handle has saved a labrador from a lock. The labrador was not grateful, she was wet.', about: 'dogs' },
    {
      text: 'Fish scales wipe off, sparks leave no hole. My crew keeps it on without being told, and that is new.',
      about: 'Work',
    },
    {
      text: 'On l’oublie au bout de dix minutes, et c’est bien le but.',
      by: 'Nolwenn, Brest',
      about: 'Automatic life jacket',
    },
    { text: 'สวมสบาย เด็กๆ ไม่งอแงเลย', by: 'มาลี, ภูเก็ต', about: 'Foam life jacket, child' },
    { text: 'Çocuk iki saat çıkarmadı, o bize yetti.', by: 'Elif, Göcek', about: 'child' },
  ],
};
