import type { Shelf } from './goods.ts';

export const winches: Shelf<'winches'> = {
  winch: [
    {
      name: 'Two-speed self-tailing winch, size 40',
      amountMinor: 1249_00,
      description:
        'Bronze drum, roller bearings, and a tailing arm that leaves a hand free for the boat. First speed for the long haul, second for the last turn.',
      facts: { 'Power ratio': '14 : 1 and 40 : 1', Line: '8 to 14 mm', Weight: '6.8 kg' },
      keywords: ['self-tailer', 'genoa', 'sheet winch', 'bronze'],
    },
    {
      name: 'Two-speed self-tailing winch, size 30',
      amountMinor: 989_00,
      description:
        'The primary for boats of nine metres, or the halyard winch for bigger ones. It comes apart with one screwdriver, which is how it stays honest.',
      facts: { 'Power ratio': '10 : 1 and 30 : 1', Line: '8 to 12 mm', Weight: '5.1 kg' },
      keywords: ['self-tailer', 'halyard winch', 'sheet winch'],
    },
    {
      name: 'Two-speed self-tailing winch, size 46',
      amountMinor: 1589_00,
      description: 'For genoas that answer back. The wide drum holds four turns without one riding over another.',
      facts: { 'Power ratio': '13 : 1 and 46 : 1', Line: '8 to 14 mm', Weight: '8.4 kg' },
      keywords: ['self-tailer', 'genoa', 'primary winch'],
    },
    {
      name: 'Two-speed self-tailing winch, size 52',
      amountMinor: 1949_00,
      description:
        'A cruising primary for thirteen metres and up. One person brings the sheet in, and is still talking at the end of it.',
      facts: { 'Power ratio': '17 : 1 and 52 : 1', Line: '8 to 16 mm', Weight: '11.2 kg' },
      keywords: ['self-tailer', 'genoa', 'primary winch'],
    },
    {
      name: 'Three-speed self-tailing winch, size 65',
      amountMinor: 4890_00,
      description:
        'Big boats only. The first speed is direct drive for tacking, the third will move a grounded keel, so look at what you have led it to.',
      facts: { 'Power ratio': '5 : 1, 18 : 1 and 65 : 1', Line: '10 to 18 mm', Weight: '27 kg' },
      keywords: ['self-tailer', 'genoa', 'primary winch', 'racing'],
    },
    {
      name: 'Electric self-tailing winch, size 46, 12 V',
      amountMinor: 3890_00,
      description:
        'Two speeds at the touch of a button, and a socket for the handle for the day the batteries say no. Motor hangs below deck: measure the headroom first.',
      facts: { 'Power ratio': '13 : 1 and 46 : 1', Motor: '700 W, 12 V', Weight: '19.5 kg', 'Below deck': '235 mm' },
      keywords: ['powered winch', 'self-tailer', 'push button', 'motor'],
    },
    {
      name: 'Single-speed self-tailing winch, size 20',
      amountMinor: 749_00,
      description:
        'For headsail sheets on a small cruiser, or the mainsheet on a larger one. Simple inside, quiet outside.',
      facts: { 'Power ratio': '20 : 1', Line: '8 to 12 mm', Weight: '3.9 kg' },
      keywords: ['self-tailer', 'sheet winch', 'mainsheet'],
    },
    {
      name: 'Single-speed self-tailing winch, size 16',
      amountMinor: 619_00,
      description: 'The smallest drum that tails itself. Right for reefing lines led aft to the coachroof.',
      facts: { 'Power ratio': '16 : 1', Line: '8 to 10 mm', Weight: '3.2 kg' },
      keywords: ['self-tailer', 'reefing winch', 'coachroof'],
    },
    {
      name: 'Two-speed plain-top winch, size 30',
      amountMinor: 699_00,
      description: 'No tailing arm: lighter, cheaper, and one thing less to break. You will want somebody to tail.',
      facts: { 'Power ratio': '10 : 1 and 30 : 1', Line: 'up to 14 mm', Weight: '4.2 kg' },
      keywords: ['standard winch', 'sheet winch'],
    },
    {
      name: 'Single-speed plain-top winch, size 16',
      amountMinor: 389_00,
      description: 'A plain drum with a plain job. Pair it with a good cleat and it will see the boat out.',
      facts: { 'Power ratio': '16 : 1', Line: 'up to 12 mm', Weight: '2.6 kg' },
      keywords: ['standard winch', 'halyard winch'],
    },
    {
      name: 'Single-speed plain-top winch, size 8',
      amountMinor: 169_00,
      description:
        'For jib sheets on a day boat and halyards on a weekender. Two moving parts, both of them easy to reach.',
      facts: { 'Power ratio': '8 : 1', Line: 'up to 10 mm', Weight: '1.6 kg' },
      keywords: ['standard winch', 'dayboat', 'jib'],
    },
    {
      name: 'Chromed halyard winch, size 10',
      amountMinor: 219_00,
      description: 'Chromed bronze for the mast or the coachroof. Slim enough to pass under a swinging boom.',
      facts: { 'Power ratio': '10 : 1', Line: 'up to 10 mm', Weight: '2.1 kg', Drum: '62 mm' },
      keywords: ['mast winch', 'chrome', 'standard winch'],
    },
    {
      name: 'Reel winch for wire halyards',
      amountMinor: 549_00,
      description:
        'For older boats that still carry wire. It has a screw brake and no ratchet; keep the handle out of it and your chin well away.',
      facts: { Wire: '4 to 6 mm', Capacity: '25 m of 5 mm', Weight: '4.9 kg' },
      keywords: ['wire', 'brake winch', 'classic'],
    },
    {
      name: 'Snubbing winch, size 6',
      amountMinor: 119_00,
      description:
        'Turns one way and takes no handle: pull, and it keeps what you have won. A fine thing for dinghy sheets.',
      facts: { Line: 'up to 10 mm', Weight: '0.9 kg', Handle: 'none' },
      keywords: ['ratchet', 'dinghy', 'snubber'],
    },
    {
      name: 'Vertical capstan, 12 V, 700 W',
      amountMinor: 1129_00,
      description:
        'Warps the boat off a lee berth without anyone raising their voice. Foot switch and clutch included.',
      facts: { Pull: '500 kg', Motor: '700 W, 12 V', Drum: '100 mm', Weight: '15 kg' },
      keywords: ['warping', 'docking', 'electric', 'stern capstan'],
    },
  ],
  'winch-handle': [
    {
      name: 'Locking winch handle, 250 mm',
      amountMinor: 74_00,
      description: 'Forged aluminium with a bearing in the grip. The lock is a thumb lever, and works with gloves on.',
      facts: { Length: '250 mm', Socket: 'standard 8-point star', Weight: '0.58 kg' },
      keywords: ['lock-in', 'crank', 'ten inch'],
    },
    {
      name: 'Locking winch handle, 200 mm',
      amountMinor: 69_00,
      description: 'The shorter sister, for where guardrails or sprayhoods are in the way. Faster on a light load.',
      facts: { Length: '200 mm', Socket: 'standard 8-point star', Weight: '0.5 kg' },
      keywords: ['lock-in', 'crank', 'eight inch'],
    },
    {
      name: 'Floating winch handle, 250 mm',
      amountMinor: 49_00,
      description:
        'Nylon over a hollow arm, in a yellow you can see from the wrong side of the rail. It floats; we tried.',
      facts: { Length: '250 mm', Socket: 'standard 8-point star', Weight: '0.42 kg', Colour: 'yellow' },
      keywords: ['buoyant', 'plastic', 'crank'],
    },
    {
      name: 'Double-grip winch handle, 250 mm',
      amountMinor: 119_00,
      description: 'Room for both hands, for the last quarter turn on a big genoa. Locks, and turns on ball bearings.',
      facts: { Length: '250 mm', Grip: 'double, ball bearing', Weight: '0.86 kg' },
      keywords: ['two-handed', 'lock-in', 'crank'],
    },
    {
      name: 'Palm-grip winch handle, 250 mm',
      amountMinor: 98_00,
      description: 'A knob on top for the other palm, so that your weight does the work instead of your wrist.',
      facts: { Length: '250 mm', Grip: 'single with palm knob', Weight: '0.71 kg' },
      keywords: ['speed grip', 'lock-in', 'crank'],
    },
    {
      name: 'Forged bronze winch handle, 250 mm',
      amountMinor: 189_00,
      description: 'Cast, forged and polished by hand for boats that deserve one. Heavy: give it a pocket of its own.',
      facts: { Length: '250 mm', Material: 'bronze, ash grip', Weight: '1.4 kg' },
      keywords: ['classic', 'brass', 'crank'],
    },
    {
      name: 'Plain winch handle, 200 mm',
      amountMinor: 29_00,
      description: 'No lock, no bearing, no fuss. The spare that every boat should have below.',
      facts: { Length: '200 mm', Socket: 'standard 8-point star', Weight: '0.46 kg' },
      keywords: ['spare', 'non-locking', 'crank'],
    },
    {
      name: 'Carbon winch handle, 200 mm',
      amountMinor: 269_00,
      description: 'A quarter of a kilo less to carry round the course. Please do not drop it; it will not come back.',
      facts: { Length: '200 mm', Material: 'carbon fibre', Weight: '0.31 kg' },
      keywords: ['racing', 'lightweight', 'crank'],
    },
    {
      name: 'Ratchet winch handle, 250 mm',
      amountMinor: 169_00,
      description:
        'Swings back and forth where a full circle would meet a stanchion. Reverses with a quarter turn of the collar.',
      facts: { Length: '250 mm', Ratchet: '36 teeth, reversible', Weight: '0.94 kg' },
      keywords: ['pump action', 'tight space', 'crank'],
    },
    {
      name: 'Cabin-top winch handle, 175 mm',
      amountMinor: 59_00,
      description: 'Clears the sprayhood that the others hit. Measure yours with the hood up before you choose.',
      facts: { Length: '175 mm', Socket: 'standard 8-point star', Weight: '0.44 kg' },
      keywords: ['short', 'coachroof', 'crank'],
    },
  ],
};
