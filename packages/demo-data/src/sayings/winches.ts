import type { Saying } from './saying.ts';

export const winches: Record<'winch' | 'winch-handle', Saying[]> = {
  winch: [
    {
      text: 'Two seasons of Azores salt and it still spins like the day it came out of its box. Grease it in March and forget it.',
      about: 'Two-speed self-tailing winch, size 40',
      by: 'Ines, Horta',
      daysAgo: 3,
    },
    {
      text: 'Check your backing plate before you blame the winch. Ours was plywood.',
      about: 'Two-speed self-tailing winch, size 40',
      by: 'Olav, Bergen',
      daysAgo: 14,
    },
    {
      text: 'Fitted a pair where two plain tops had been for thirty years. The old bolt circle matched on one side and, of course, not on the other.',
      about: 'size 40',
    },
    {
      text: 'My wife is smaller than I am and now does the sheeting. We should have bought these before the argument, not after it.',
      about: 'size 40',
    },
    {
      text: 'The jaws were shy with our 8 mm line at first. A season later the line has gone furry and they get on.',
      about: 'size 30',
    },
    {
      text: 'Count the turns: three to hoist, four to hold. With five it rides over, and that is not the winch’s fault.',
      about: 'self-tailing',
    },
    {
      text: 'Серед зими розібрав, промив, змастив. Усе всередині як нове після трьох сезонів.',
      by: 'Тарас, Одеса',
      about: 'self-tailing',
    },
    {
      text: 'Bought one size larger than the table said. Never once regretted it, least of all in Biscay.',
      about: 'size 46',
    },
    {
      text: 'Quiet. That is what I notice most. The old ones woke the whole anchorage when I came in late.',
      about: 'size 30',
    },
    {
      text: 'Line grip is good even when soaked. Take the top off with care over a towel: the pawl springs fly further than you think.',
      about: 'self-tailing',
    },
    'The service sheet in the box is one page and it is the right page. I wish everything on board came with one.',
    {
      text: 'セルフテーリングは一人乗りには本当にありがたい。夜間のタックが怖くなくなりました。',
      by: '美咲, 長崎',
      about: 'self-tailing',
    },
    {
      text: 'First speed is direct and quick, second is a tractor. There is a knack to changing without losing the line; it took an afternoon.',
      about: 'Two-speed',
    },
    {
      text: 'Weighed it on the kitchen scale: as stated, to the gram. A small thing, but I trust people who weigh things.',
      about: 'plain-top',
    },
    { text: 'Two years on a charter boat. If it survives our guests it will survive you.', about: 'Single-speed' },
    {
      text: 'Simple, cheap, does what it says. I crew alone and tail with my teeth, so do think about the self-tailing one.',
      about: 'plain-top',
    },
    {
      text: 'Brake works as it should, but respect it. My grandfather lost a tooth to one of these and I still have his boat.',
      about: 'Reel winch',
    },
    { text: 'On a Finn-sized mainsheet it feels like having a third arm.', about: 'Snubbing' },
    {
      text: 'Draws 130 amps under load, so we run the engine. With a thick cable it hardly notices the genoa.',
      about: 'Electric',
    },
    {
      text: 'Warped twelve tons off the quay in thirty knots of cross-wind. I stood there with my foot on a button, feeling clever.',
      about: 'capstan',
    },
    {
      text: 'Der Chrom hält auch nach dem dritten Winter im Freien. Nur die Bohrschablone hätte ich mir im Karton gewünscht.',
      by: 'Jörg, Kiel',
      about: 'Chromed',
    },
    {
      text: 'Zwei Gänge, ein Daumen frei für den Kaffee. Mehr wollte ich nicht.',
      by: 'Wiebke, Cuxhaven',
      about: 'size 40',
    },
    {
      text: 'Holed the deck, sealed with butyl, one turn on the bolts a day later. Dry since April.',
      about: 'size 40',
    },
    {
      text: 'Big, beautiful, and it bent the stanchion base it was led to. Read the line about leads before you heave.',
      about: 'size 65',
    },
    'Ordered for Friday, got it on Thursday in the rain from a man who carried it to the pontoon for me. Thank you, whoever you are.',
  ],
  'winch-handle': [
    {
      text: 'Dropped it off the transom in four metres. It came up like a cork, and so did my opinion of yellow.',
      about: 'Floating',
    },
    {
      text: 'The lock lever is easy with gloves but stiff out of the box. A drop of oil and a week of use fixed that.',
      about: 'Locking',
    },
    {
      text: 'I have owned three of these. Two are on the bottom of the Solent, which is not a complaint about the handle.',
      about: 'Locking',
      by: 'Beryl, Cowes',
    },
    { text: 'The 200 is quicker, the 250 is stronger. Buy both and let the crew quarrel.', about: 'Locking' },
    {
      text: 'Our tactician is ninety kilos and hangs off it with both hands. No play in the bearing after a full season.',
      about: 'Double-grip',
    },
    { text: 'Lives in the pocket by the helm and has outlasted two pockets.', about: '250 mm' },
    {
      text: 'Tape round the arm in a bright colour. You will thank yourself when it slides into the scuppers at night.',
      about: 'Locking',
    },
    { text: 'Fits our winches from 1978 without a shim. Some things the trade got right early.' },
    { text: '가볍고 손에 잘 맞습니다. 겨울 장갑을 끼고도 잠금이 쉽게 풀려요.', by: '지훈, 부산', about: 'Locking' },
    {
      text: 'It cost more than the dinner I dropped it at, and my friends still ask which hurt more.',
      about: 'Carbon',
    },
    { text: 'Light as a pencil. For cruising it is vanity, and I bought it anyway.', about: 'Carbon' },
    { text: 'Ratchets past the guardrail where the old one hit. Saved me moving a winch.', about: 'Ratchet' },
    {
      text: 'Heavy, warm in the hand, and the ash has gone the colour of the coamings. My daughter calls it the good one.',
      about: 'bronze',
    },
    {
      text: 'My shoulder is seventy-one years old. With the palm knob I use my weight and it no longer complains.',
      about: 'Palm-grip',
    },
    { text: 'Clears the hood by a finger. I measured three times because the last one did not.', about: 'Cabin-top' },
    { text: 'A spare for when the good one goes swimming. It has been the good one since July.', about: 'Plain' },
    {
      text: 'No lock means it walks out of the socket when the boat slams. As a spare it is fine; say so to guests.',
      about: 'Plain',
    },
    {
      text: 'La poignée verrouille net, et se libère d’un pouce. Attention à bien la ranger : elle ne flotte pas.',
      by: 'Maëlle, Brest',
      about: 'Locking',
    },
    { text: 'Rinse the lock with fresh water and it stays sweet. Mine is on its sixth year.', about: 'Locking' },
    {
      text: 'The grip spins freely and does not pinch. The old one took a piece of my palm every regatta.',
      about: '250 mm',
    },
    'Collected at the counter and they tried it in a winch socket for me first. That is how to sell a handle.',
    { text: 'Girls aged nine and twelve can both work it. That was the test.', about: '200 mm' },
    {
      text: 'Sol ve sağ elle rahat. İki mevsim oldu, kilidi hâlâ ilk günkü gibi.',
      by: 'Deniz, Marmaris',
      about: 'Locking',
    },
  ],
};
