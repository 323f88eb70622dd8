import type { Saying } from './saying.ts';

export const pumps: Record<'bilge-pump' | 'hose', Saying[]> = {
  'bilge-pump': [
    {
      text: 'The figure on the box is with no hose and no height. With mine it does a bit over half, which the shop had told me.',
      about: 'Submersible',
    },
    {
      text: 'Wired past the main switch with its own fuse, as they advised. In February it earned its keep while I was at home.',
      about: '12 V, 1100',
    },
    {
      text: 'Base clips out without tools. I know, because I dropped the tool and needed the pump to find it.',
      about: 'Submersible',
    },
    { text: 'Quiet enough that I put a small lamp on its circuit, to know that it runs.', about: 'Submersible' },
    {
      text: 'Two thousand gallons is a lot until a hose comes off. I now have two, on two batteries.',
      about: '2000 gph',
    },
    { text: 'Fits in the sump of our folkboat with a finger to spare each side.', about: '12 V, 500' },
    {
      text: 'The counter I added says it starts about once a week. So I found the stern gland. Thank you, pump.',
      about: 'Automatic',
    },
    { text: 'No float to jam. The last one was held down by a sock for a month.', about: 'Automatic' },
    { text: 'Sips the last glass out of the bilge. Loud, but so is a wet boat.', about: 'Diaphragm bilge pump' },
    { text: 'It ran dry for an hour because of me and forgave it.', about: 'Diaphragm bilge pump' },
    {
      text: 'Six hundred strokes with a stopwatch: forty-one litres a minute with me, thirty with my son. The son was rested.',
      about: 'bulkhead',
    },
    {
      text: 'Reachable from the helm with the locker shut. Try that in a seaway and you will see why it matters.',
      about: 'bulkhead',
    },
    {
      text: 'We filled the cockpit by mistake at anchor and emptied it by hand in four minutes. Best drill of the year.',
      about: 'double-acting',
    },
    { text: 'Weighs as much as a small child and is better behaved.', about: 'double-acting' },
    { text: 'Dinghy dry in twenty strokes, brother wet in one. Both are good uses.', about: 'portable, 60 cm' },
    { text: 'Rinse it. Sand is what kills them.', about: 'portable, 60 cm' },
    {
      text: 'Lent it across the pontoon on Easter Monday. The boat it saved is prettier than ours.',
      about: 'Emergency',
    },
    {
      text: 'Flush with the deck and nobody stubs a toe. The handle clips are worth moving closer than the drawing says.',
      about: 'through-deck',
    },
    {
      text: 'Bronze, heavy, belt-driven: a real pump. Keep one spare impeller and one spare belt in the same bag.',
      about: 'Impeller',
    },
    {
      text: 'Hair goes in, hair comes out of the lid. Nobody wants that job, and at least it is a quick one.',
      about: 'Shower',
    },
    {
      text: 'المضخة صامتة وقوية. ركبتها في نصف ساعة وما زالت تعمل بعد سنتين.',
      by: 'يوسف, الإسكندرية',
      about: 'Submersible',
    },
    {
      text: 'Máy bơm chạy êm, nước ra đều. Nhớ lắp lưới lọc.',
      by: 'Minh, Đà Nẵng',
      about: 'Submersible bilge pump, 12 V',
    },
    {
      text: 'Same clip as the twelve-volt one, so the change to twenty-four took as long as a cup of tea.',
      about: '24 V',
    },
    'Test it on the first of the month with a bucket. The bucket is the most important part of any bilge pump.',
  ],
  hose: [
    {
      text: 'Smooth inside makes a difference you can hear. Same pump, fuller sound, sooner dry.',
      about: 'smooth bore',
    },
    {
      text: 'Dip the end in hot water and it slides on. Do not use grease, and do not ask how I know.',
      about: 'smooth bore',
    },
    { text: 'Cuffs where you need to cut. A clean end and a tight clip at last.', about: 'smooth bore' },
    {
      text: 'Carried it up in a loop under the deck before going down to the outlet. The sea no longer visits.',
      about: 'smooth bore',
    },
    { text: 'The heads smell of nothing. I had stopped believing in that word.', about: 'Sanitation' },
    { text: 'Stiff to bend, worse to pay for, and in year five I would do it again.', about: 'Sanitation' },
    {
      text: 'Wrap a hot cloth round it for a minute after an hour: if the cloth smells, change the hose. Ours does not.',
      about: 'Sanitation',
    },
    { text: 'Water tastes of water. Flush it with a spoon of soda first.', about: 'Fresh-water' },
    { text: 'Ten metres did the galley and the basin with enough over for the neighbour.', about: 'Fresh-water' },
    {
      text: 'The wire shows at the cut, so seal it. Otherwise good thick stuff that has not softened.',
      about: 'Exhaust',
    },
    { text: 'Two clips, opposite screws, as printed. Not a drop in three hundred hours.', about: 'Exhaust' },
    { text: 'The surveyor read the printing, nodded and went on to find something else.', about: 'Fuel' },
    { text: 'I change mine every five years by the date on the hose, not by the look of it.', about: 'Fuel' },
    {
      text: 'Springs back into the locker by itself, as promised, and takes a winch handle with it.',
      about: 'Deck-wash',
    },
    { text: 'The children wash the deck now. Also each other, and the man on the next boat.', about: 'Deck-wash' },
    {
      text: 'Eight good clips and a length of hose for the price of the clips elsewhere. All-stainless, screw as well: I tried a magnet.',
      about: 'with clips',
    },
    { text: 'Clips bite without cutting. Go round again with the screwdriver after a week.', about: 'with clips' },
    { text: 'The strainer opens by hand in the dark, upside down. Tested, unintentionally.', about: 'strum box' },
    { text: 'Two pencils, a washer and a tooth of unknown owner, all kept out of the pump.', about: 'strum box' },
    {
      text: 'Schlauch lässt sich gut verlegen, knickt auch in engen Ecken nicht.',
      by: 'Anke, Warnemünde',
      about: 'smooth bore',
    },
    {
      text: 'Tubo robusto. Lo cambié yo mismo en una tarde y no ha vuelto a oler.',
      by: 'Nico, Valparaíso',
      about: 'Sanitation',
    },
    {
      text: 'Measure the bore, not the outside. The shop took mine back without a word and with only a small smile.',
      about: 'Bilge hose',
    },
    {
      text: 'Label both ends before you take the old one out. This has nothing to do with the hose, which is good.',
      about: 'smooth bore',
    },
  ],
};
