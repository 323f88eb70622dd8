import type { Saying } from './saying.ts';

export const anchors: Record<'anchor' | 'chain', Saying[]> = {
  anchor: [
    {
      text: 'Dragged once, in weed, with too little chain out. So the skipper dragged, to be fair to the anchor.',
      about: 'Plough',
    },
    {
      text: 'Swung through a hundred and eighty degrees with the tide four times a day for a month, and was always where we left it.',
      about: 'Plough',
    },
    {
      text: 'Fits the old bow roller with a washer each side. The hinge pin was snug and has stayed so.',
      about: 'Plough anchor, 12 kg',
    },
    {
      text: 'Took the sixteen for a boat that the table gives the twelve. We anchor next to people who did not, and lend them fenders.',
      about: '16 kg',
    },
    { text: 'Galvanising is thick and even. After a year on the roller only the tip is bright.', about: 'Plough' },
    {
      text: 'Tolv kilo fra dekk til bunn og hele veien opp igjen for hånd. Godt feste i leire.',
      by: 'Solveig, Stavanger',
      about: 'Plough anchor, 12 kg',
    },
    {
      text: 'Sets with a thump you feel in your feet. Then back down on it, count to thirty, and make tea.',
      about: 'Roll-bar',
    },
    {
      text: 'Eighteen months, forty anchorages, two of them frightening. Held in all of them.',
      about: 'Roll-bar anchor, 15 kg',
    },
    { text: 'Brings up half of the seabed. Keep a bucket and a brush forward, and somebody young.', about: 'Roll-bar' },
    { text: 'The hoop missed our pulpit by the width of a thumbnail. Make a cardboard one first.', about: 'Roll-bar' },
    { text: 'ยึดพื้นทรายดีมาก หลับสบายทั้งคืนที่อ่าวฉลอง', by: 'สมชาย, ภูเก็ต', about: 'Roll-bar' },
    { text: 'No moving part, so nothing took my finger off. My last one tried every time.', about: 'Claw' },
    { text: 'Good on rock and coral rubble, where others skate. In soft mud go a size up.', about: 'Claw' },
    {
      text: 'Rowed it out at midnight in the dinghy to pull us off. A lighter anchor would not have held, a heavier one would have drowned me.',
      about: 'Fluke anchor, 8 kg',
    },
    { text: 'Lies flat under the cockpit grating and is forgotten until lunch.', about: 'Fluke anchor, 4 kg' },
    { text: 'Sand: superb. Weed: a salad fork. Know which one you are over.', about: 'Fluke' },
    { text: 'Found my keys, a bicycle and a chair in one afternoon. The keys were the third throw.', about: 'grapnel' },
    { text: 'Collar slides shut when it feels like it. A twist of twine keeps the arms open.', about: 'grapnel' },
    {
      text: 'In kelp there is nothing else. Heavy to stow, awkward to fish aboard, and it has never let go.',
      about: 'Fisherman',
    },
    { text: 'Only for the rowing boat, as they say. It sat in the mud and so did I, reading.', about: 'Mushroom' },
    {
      text: 'Ha tenuto con quaranta nodi di bora fuori Trieste. Il giorno dopo ci è voluta mezz’ora per salparla.',
      by: 'Giulia, Trieste',
      about: 'Plough',
    },
    { text: 'The man in the shop asked what bottom I anchor on before he asked about money. I bought what he said.' },
    {
      text: 'Painted the flukes yellow so that I can see it on the bottom. In Papeete I can read my own name on it at eight metres.',
      about: 'Plough',
      by: 'Teva, Papeete',
    },
    {
      text: 'Delivered to the wrong pontoon, carried to the right one by the neighbours, who have looked at me differently since.',
      about: '20 kg',
    },
  ],
  chain: [
    {
      text: 'Runs through our gypsy without a jump. I took two links to the shop to be sure and they had a gauge on the counter.',
      about: 'Calibrated',
    },
    {
      text: 'The white marks wear off in a season; the tape I put on beside them did too. Nothing lasts in a chain locker.',
      about: 'Calibrated',
    },
    { text: 'Thirty metres covers ninety nights of a hundred. For the other ten I carry warp.', about: '30 m' },
    { text: 'Fifty is heavy in the bow, and heavy is just what I want at two in the morning.', about: '8 mm, 50 m' },
    {
      text: 'Came with its test certificate stapled to the bag. The insurer was so pleased that he stopped asking.',
      about: 'Calibrated',
    },
    {
      text: 'Turned it end for end after three years, and it looks as if we had bought it twice.',
      about: 'Calibrated',
    },
    {
      text: 'Ketten sind langweilig, bis man sie braucht. Diese ist bisher angenehm langweilig.',
      by: 'Renate, Cuxhaven',
      about: 'Calibrated',
    },
    { text: 'Small links, light boat, good sleep. I do not know why I waited.', about: 'chain, 6 mm' },
    {
      text: 'Twelve-metre boat, ten-millimetre chain: the bow went down two centimetres, and the noise at night is gone.',
      about: '10 mm, 30 m',
    },
    {
      text: 'Saved forty kilos against the twelve it replaced. The boat noticed at once in a head sea.',
      about: 'High-tensile',
    },
    { text: 'Keep it away from acid cleaners. The paper says why and the paper is right.', about: 'High-tensile' },
    {
      text: 'Does not pile up under the windlass any more, so nobody has to lie in the locker with a boathook.',
      about: 'Stainless',
    },
    {
      text: 'Lovely to look at. In the tropics I would still choose galvanised, and I say so as somebody who did not.',
      about: 'Stainless',
    },
    {
      text: 'Splice passes the gypsy with a small hiccup. Mark it with thread, so that you know when to slow down.',
      about: 'Anchor rode',
    },
    { text: 'Just right for a kedge. Ready to shackle on and hang in the stern locker.', about: 'Anchor rode' },
    { text: 'The dinghy is where I left it. That was the whole of the brief.', about: 'Dinghy' },
    {
      text: 'Lifted after one year: twelve per cent gone at the swivel, nothing elsewhere. I had expected worse of our harbour.',
      about: 'Mooring',
    },
    {
      text: 'Diver’s advice: wire every shackle, photograph every shackle. Then you can sleep and prove it.',
      about: 'Mooring',
    },
    {
      text: 'The chain no longer growls through the hull. My cabin is forward, so this was the best money of the year.',
      about: 'snubber',
    },
    { text: 'Hook stays on when the load comes off, which the bent one I had before did not.', about: 'snubber' },
    {
      text: 'Bin mit der Ankerwinsch sehr zufrieden, seit diese Kralle die Last nimmt.',
      by: 'Holger, Rostock',
      about: 'snubber',
    },
    { text: '链条镀锌均匀，过锚机很顺。送货到码头，服务也好。', by: '建国, 青岛', about: 'Calibrated' },
    {
      text: 'Seventy kilos on a sack barrow down a wet ramp. Take a friend and go at high water.',
      about: '8 mm, 50 m',
    },
  ],
};
