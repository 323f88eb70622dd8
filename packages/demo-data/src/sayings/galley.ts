import type { Saying } from './saying.ts';

export const galley: Record<'kettle' | 'mug', Saying[]> = {
  kettle: [
    { text: 'The whistle carries to the foredeck and, I am told, to the next boat.', about: 'Whistling' },
    { text: 'Stays put at twenty-five degrees. At thirty we were not making tea.', about: 'Whistling' },
    { text: 'Eight mugs in one boil. The crew has stopped being polite about who goes first.', about: '2.5 l' },
    {
      text: 'Handle gets hot on the gas if the flame is wider than the base. Turn it down; it boils as soon.',
      about: 'Whistling',
    },
    { text: 'Chipped it in the first week against the sink, and now it is mine.', about: 'Enamel kettle' },
    {
      text: 'The lid has a little hook inside and does not fall out when you pour. Somebody in an enamel works has been to sea.',
      about: 'Enamel kettle',
    },
    { text: 'A litre is tea for me and hot water for the chin. Single-handers, this one.', about: 'white, 1 l' },
    {
      text: 'Boils in the time that it takes to find the biscuits. It needs polishing, or it needs you not to care.',
      about: 'Copper kettle',
    },
    {
      text: 'My grandmother’s had been re-tinned twice. I have told my granddaughter about this one.',
      about: 'Copper kettle',
    },
    { text: 'Flat in the drawer with the forks. A little wobbly when full; hold it by the rim.', about: 'Folding' },
    {
      text: 'Twenty minutes on the nose. We put it on when we start the engine, and have tea at the harbour wall.',
      about: 'Electric',
    },
    { text: 'Check your socket: fourteen amps melted our cheap one. The kettle was fine.', about: 'Electric' },
    {
      text: 'Low, wide, locked. In the Drake I made soup water with one hand and held on with the other.',
      about: 'Wide-base',
    },
    { text: 'Looks odd, pours well. After the first gale nobody called it odd.', about: 'Wide-base' },
    {
      text: 'Strainer in the spout, so the leaves stay in and so does the strainer. We have lost three of the other sort.',
      about: 'teapot',
    },
    {
      text: 'Measured: five minutes ten on our stove, the old kettle took eight. A gas bottle now lasts into the third week.',
      about: 'Quick-boil',
    },
    { text: 'Change of the watch is punctual since we have had it. There is a queue.', about: 'Coffee pot' },
    { text: 'Small cup, strong opinion. For two it is exactly right.', about: 'three cups' },
    { text: 'Steel and wide at the foot. The aluminium one we had before went for walks.', about: 'Coffee pot' },
    {
      text: 'Il caffè viene buono anche a quindici gradi di sbandamento. Provato davanti a Genova.',
      by: 'Matteo, Genova',
      about: 'Coffee pot',
    },
    { text: '주전자가 무거워 보여도 흔들릴 때 안정적입니다.', by: '은지, 여수', about: 'kettle' },
    { text: 'A chaleira assobia tão alto que as gaivotas respondem.', by: 'Beatriz, Salvador', about: 'Whistling' },
    {
      text: 'Put a cup of vinegar through it twice a year. Harbour water is hard water, whatever the harbour says.',
      about: 'Whistling',
    },
    { text: 'Fourth boat, fourth kettle, and the first that fits between the fiddles.', about: 'kettle' },
  ],
  mug: [
    { text: 'Bought two, so that I can lose one.', about: 'Enamel mug' },
    { text: 'Dropped from the spreaders. Chipped, full of character, still watertight.', about: 'white with blue rim' },
    { text: 'Hot lips for the first minute, as with every enamel mug ever made. Then perfect.', about: 'Enamel mug' },
    { text: 'Navy is mine, white is hers, and the one with the chip is the guest’s.', about: 'navy' },
    { text: 'Half a litre of soup and no need to get up again. It does what it says.', about: 'large' },
    {
      text: 'Still hot at the end of the four o’clock watch. Still shut, after the wave at half past three.',
      about: 'Watch mug',
    },
    {
      text: 'The lid works with a gloved thumb. Wash the seal or it will tell you about yesterday’s coffee.',
      about: 'Watch mug',
    },
    { text: 'Sat on the chart table at twenty degrees and watched the pencils leave.', about: 'Wide-foot' },
    { text: 'The ring marks nothing and holds on. It is ugly, and I own four.', about: 'Wide-foot' },
    { text: 'Six in the space of two, as they say. They do rattle; a tea towel between.', about: 'Stacking' },
    { text: 'Kids have thrown all six at one another. All six are at table.', about: 'Stacking' },
    {
      text: 'For harbour days and for the windowsill in winter. The glaze has the green of the water at Syros.',
      about: 'Stoneware',
    },
    { text: 'Heavier than a mug need be. So is the boat.', about: 'Stoneware' },
    { text: 'Bails, shaves, drinks. I took it across the Atlantic as the only one.', about: 'folding handle' },
    { text: 'Outside cool, inside hot, handle big enough for a mitten.', about: 'Insulated' },
    {
      text: 'Cold drink on a hot quay, all beaded. Do wash by hand: the dishwasher turned my first one pink.',
      about: 'Copper',
    },
    { text: 'Four short coffees, no burnt fingers, and they nest in a sock.', about: 'set of four' },
    { text: 'The whale is nearly worn off from love.', about: 'Children' },
    { text: 'She will drink milk from nothing else, ashore included. We have ordered a spare.', about: 'Children' },
    {
      text: 'Rubber foot, steep sides, lid with a vent: I ate lentils off Cape Horn with it. Well, off Ushuaia.',
      about: 'Soup',
      by: 'Graciela, Ushuaia',
    },
    { text: 'Krus som tåler å bli trampet på. Kaffen er en annen sak.', by: 'Trygve, Ålesund', about: 'Enamel mug' },
    { text: '杯子結實，放在甲板上也不會滑。', by: '怡君, 高雄', about: 'non-slip' },
    {
      text: 'A present for the skipper who has everything. He had everything but a mug of his own.',
      about: 'Watch mug',
    },
    {
      text: 'Ένα απλό, καλό κύπελλο. Ο καφές το πρωί θέλει και τη σωστή παρέα.',
      by: 'Μαρία, Κέρκυρα',
      about: 'Enamel mug',
    },
  ],
};
