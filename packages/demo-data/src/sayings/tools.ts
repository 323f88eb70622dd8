import type { Saying } from './saying.ts';

export const tools: Record<'knife' | 'fid', Saying[]> = {
  knife: [
    { text: 'Opens with one hand, wet. The other hand was the one that mattered that day.', about: 'Rigging knife' },
    {
      text: 'The spike locks, which the one I had before did not, and I have the scar to compare.',
      about: 'marlinspike',
    },
    { text: 'Half serrated is right: the teeth for rope, the plain half for cheese.', about: 'marlinspike' },
    { text: 'Keep it on a lanyard. This is my third, and the first that I still have.', about: 'Rigging knife' },
    {
      text: 'The blade went grey in a week and has been the same grey for five years. Dry it, oil it, pass it on.',
      about: 'wooden handle',
    },
    {
      text: 'Sharp enough out of the box to shave with. I tried on an arm, then on a whipping.',
      about: 'wooden handle',
    },
    {
      text: 'Screwed to the mast at knee height, where it has annoyed everybody and once saved a spinnaker.',
      about: 'Fixed-blade',
    },
    {
      text: 'Orange shows in the bottom of the dinghy. Sheath holds it upside down, I shook it.',
      about: 'Fixed-blade',
    },
    {
      text: 'Went through a webbing tether in one pull at the safety course. Have one in each jacket.',
      about: 'hooked',
    },
    { text: 'Floats handle up, bobbing, as if it wanted to be asked back.', about: 'Floating' },
    { text: 'Fillets mackerel and opens letters. Keep it thin on a fine stone.', about: 'Floating' },
    {
      text: 'Heavy on the belt, light in the locker, there when the shackle was not. Oil the joint.',
      about: 'multi-tool',
    },
    { text: 'Cuts and seals in one, and smells like a burnt comb. Do it on deck.', about: 'hot knife' },
    { text: 'Eight seconds to heat, a minute to cool. It is the minute you have to remember.', about: 'hot knife' },
    { text: 'For cloth and leather only, and woe to him who opens a tin with it.', about: 'Sailmaker' },
    {
      text: 'Lobster line round the propeller off Cork. Ten minutes under, cold, and cut clean. No rust since.',
      about: 'Dive',
      by: 'Orla, Dingle',
    },
    {
      text: 'Three strokes through eighteen millimetres, I counted. Then I had to buy a new sheet.',
      about: 'rescue knife',
    },
    { text: 'Fits a small hand and the small pocket of the jeans. And yes, the opener.', about: 'shackle key' },
    {
      text: 'One good knife in the galley, in its own sheath. The drawer of blunt ones went overboard, in spirit.',
      about: 'Galley',
    },
    { text: 'The guard works. My left thumb says so, after two dozen.', about: 'Oyster' },
    {
      text: 'Coupe bien, tient bien son fil. À huiler après chaque sortie en mer.',
      by: 'Tanguy, Paimpol',
      about: 'wooden handle',
    },
    { text: 'סכין טובה, נפתחת ביד אחת גם כשהיד רטובה.', by: 'נועה, חיפה', about: 'Rigging knife' },
    { text: 'Tahan lama dan tetap tajam walau kena air garam. Puas.', by: 'Wayan, Benoa', about: 'knife' },
    { text: 'Engraved my daughter’s name at the counter while I paid. She has not put it down.', about: 'shackle key' },
  ],
  fid: [
    {
      text: 'The marks are cut, not printed, so after two winters of tar I can still count fid lengths.',
      about: 'Splicing fid',
    },
    {
      text: 'Tape the tail thin. Everything that went wrong in my first splice was a fat tail.',
      about: 'Splicing fid',
    },
    { text: 'A winter, twelve eyes, four of them good. The fids are blameless.', about: 'set, 6 to 14' },
    { text: 'The canvas roll keeps them in order and looks well on the wall.', about: 'set, 6 to 14' },
    { text: 'Bought the ten, then the twelve, then the set. Start with the set.', about: 'Splicing fid, hollow' },
    {
      text: 'Slides through the cover like a fish. The pusher is a knitting needle, and my wife knows which.',
      about: 'Splicing fid, hollow',
    },
    { text: 'Feels like a stone out of the sea. It opens a hawser without bruising a strand.', about: 'Lignum' },
    { text: 'Oils itself. I have had it in my pocket for a month for no reason at all.', about: 'Lignum' },
    { text: 'For our bell rope and the gangway ropes. Candle wax is right, tallow brings the cat.', about: 'Beech' },
    {
      text: 'Quickest thing for three-strand: push, tuck, pull. I did a fender line while the kettle boiled.',
      about: 'Swedish',
    },
    { text: 'Taught a class of eleven with three of these, and no tears.', about: 'Swedish' },
    { text: 'For high-modulus line it is the only way in. Mind the loop, it catches on jerseys.', about: 'needle' },
    { text: 'A core through its cover on the first try. I sat and looked at it for a while.', about: 'needle' },
    { text: 'Opens shackles, knots and, on Sundays, sardines.', about: 'Marlinspike' },
    {
      text: 'Polished and straight, point not too fine. A fine point goes into the strand, this one goes beside it.',
      about: 'Marlinspike',
    },
    {
      text: 'Drill your own hole in the locker lid and stand it there. Loose in a drawer it finds fingers.',
      about: '30 cm',
    },
    {
      text: 'Everything in one roll, and room for my own palm. Aloft it hangs from the belt by its becket.',
      about: 'Rigger',
    },
    {
      text: 'Twine is well waxed, needles are the right ones. I only replaced the palm, being left-handed.',
      about: 'Rigger',
    },
    {
      text: 'Met deze fid lukte de oogsplits eindelijk. Het ligt dus toch aan het gereedschap.',
      by: 'Femke, Enkhuizen',
      about: 'Splicing fid',
    },
    {
      text: 'スプライスが楽しくなりました。目盛りが深く刻まれていて見やすい。',
      by: '和子, 横浜',
      about: 'Splicing fid',
    },
    { text: 'Herramienta honesta. Con paciencia, la gaza sale perfecta.', by: 'Ximena, Puerto Montt', about: 'fid' },
    {
      text: 'There is a leaflet with five drawings. I have read whole books that said less.',
      about: 'Splicing fid set',
    },
    {
      text: 'My father turned his own. He picked this one up, looked along it, and put it in his pocket.',
      about: 'Beech',
    },
  ],
};
