import type { Saying } from './saying.ts';

export const paint: Record<'paint-tin' | 'brush', Saying[]> = {
  'paint-tin': [
    {
      text: 'Fourteen months in Falmouth and a cloth took off what there was.',
      about: 'Self-polishing',
      by: 'Tamsin, Falmouth',
    },
    {
      text: 'Stir to the bottom, then stir again. Half a tin in, I found where the other half of the paint had been.',
      about: 'Hard antifouling',
    },
    {
      text: 'Scrubbed twice in the season without going through. On a trailer boat that is the one you want.',
      about: 'Hard antifouling',
    },
    { text: 'Red went pink above the waterline, as red does. Below it is still red.', about: 'Hard antifouling, red' },
    { text: 'Less to sand in spring, and the boat is as slippery as a politician.', about: 'Self-polishing' },
    {
      text: 'If you do not sail, it does not polish. Mine grew a garden on the lee side of a pontoon.',
      about: 'Self-polishing',
    },
    {
      text: 'Two and a half litres did a nine-metre keel boat twice with a cupful left for the rudder.',
      about: 'Self-polishing',
    },
    { text: 'Half a knot back. I do not know what it is made of and I am fond of it.', about: 'Propeller' },
    {
      text: 'Primer first, both coats, patience between. The year I skipped it, it flew off on the first day.',
      about: 'Propeller',
    },
    { text: 'Weigh the two parts. By eye I had a patch that was still soft at Whitsun.', about: 'Epoxy' },
    {
      text: 'Flows out beautifully at fifteen degrees, drags at ten, sags at twenty-five. Pick your morning.',
      about: 'Topside',
    },
    {
      text: 'Roll, tip, walk away. I went back once, to look, and the mark of the looking is still there.',
      about: 'Topside',
    },
    {
      text: 'Dark blue is a mirror. Ours shows the neighbour’s boat and every hour that I did not sand.',
      about: 'flag blue',
    },
    { text: 'A red dinghy is never lost and rarely stolen.', about: 'buoy red' },
    {
      text: 'Sands to powder and shows you where the hollows are. I would not do a topside without it.',
      about: 'Undercoat',
    },
    { text: 'Bare feet hold in the wet. Knees have no complaints either.', about: 'Non-slip' },
    {
      text: 'Eight coats, thin, a day between. Two years in the sun at Palma and the mast still has a face in it.',
      about: 'Spar varnish',
      by: 'Joan, Palma',
    },
    {
      text: 'Thin the first one by a quarter, so that it goes in instead of on. Then believe the tin.',
      about: 'Spar varnish',
    },
    { text: 'The saloon looks like the inside of a cello.', about: 'Satin' },
    {
      text: 'It looks wonderful for a month and then needs you again. I knew, and I bought it again.',
      about: 'Teak oil',
    },
    {
      text: 'Dropped a screw, saw the screw. For thirty years the bilge was brown and I bought new screws.',
      about: 'Bilge paint',
    },
    {
      text: 'A jar for the dirty, a jar for the clean, let it settle and pour it back. One litre does me two years.',
      about: 'cleaner',
    },
    {
      text: 'Deckt gut, läuft nicht, riecht wie Frühling. Nach zwei Tagen hart.',
      by: 'Uwe, Kappeln',
      about: 'Topside',
    },
    { text: 'Täckte bra med två strykningar. Båten glider som en säl.', by: 'Kerstin, Visby', about: 'Self-polishing' },
    'Buy one tin more than you think and keep the receipt. They took mine back unopened in June.',
  ],
  brush: [
    {
      text: 'It lays varnish like breath on a window. Clean it three times, wrap it in paper, hide it.',
      about: 'badger',
    },
    { text: 'Lent it once. He returned it. I have a new one and one friend fewer.', about: 'badger' },
    { text: 'Lost two hairs in the first coat, none since. Work them out on your palm beforehand.', about: 'badger' },
    { text: 'Seventy-five is fast, if your nerve is. For handrails take the fifty.', about: '75 mm' },
    { text: 'Cheap enough to throw away, good enough that I never have.', about: 'Bristle' },
    {
      text: 'Soak it in oil the night before. My uncle said so, the label says so, and I did it on the third try.',
      about: 'Bristle brush, 65',
    },
    { text: 'For undercoat and corners. It has done the whole rudder and one hen house.', about: 'Bristle brush, 38' },
    {
      text: 'Reaches under the keel without lying in the puddle. The handle is worth the price alone.',
      about: 'Antifouling',
    },
    { text: 'Stiff enough to push thick paint about. Wear a hat.', about: 'Antifouling' },
    { text: 'For the last coat only, then into the bin with thanks.', about: 'Foam' },
    { text: 'No bristles in the gloss, no marks at the joins. Three strokes and away.', about: 'Foam' },
    {
      text: 'One rolls, one tips, nobody talks. We did both topsides before lunch and are still married.',
      about: 'tipping',
    },
    {
      text: 'The sleeves do not shed. Wrap one in tape and pull it off before the first use anyway.',
      about: 'tipping',
    },
    { text: 'Held my breath for six metres. The line is straight, I was purple.', about: 'Lining' },
    { text: 'Practise on a window. Wipe, again, wipe, again; then the transom.', about: 'Lining' },
    { text: 'Across the grain, as printed on the handle. Our teak has stopped having valleys.', about: 'scrubbing' },
    { text: 'Bristles have kept their shape after a year on a charter boat.', about: 'scrubbing' },
    {
      text: 'Cerdas suaves, não risca. O convés agradece e as costas também, pelo cabo comprido.',
      by: 'Joana, Lagos',
      about: 'scrubbing',
    },
    { text: 'Το βερνίκι στρώνει σαν μετάξι. Καθάρισέ το αμέσως.', by: 'Γιώργος, Σύρος', about: 'badger' },
    { text: 'Nærmest ingen penselstrøg. Husk at støve af først.', by: 'Søren, Skagen', about: 'badger' },
    {
      text: 'Hang it in the jar so that the hairs do not touch the bottom. It is the only rule, and it is enough.',
      about: 'Bristle',
    },
    {
      text: 'They showed me how to clean it, at the counter, with their own thinner, for twenty minutes. It is now the best brush I own.',
      about: 'badger',
    },
    {
      text: 'Second spring with the same one. It was cheaper to learn to clean it than to keep buying.',
      about: 'badger',
    },
  ],
};
