import type { Saying } from './saying.ts';

export const blocks: Record<'block' | 'shackle', Saying[]> = {
  block: [
    {
      text: 'Flick the sheave and count: mine went round for eleven seconds. The old one did not manage one.',
      about: 'ball bearing',
    },
    { text: 'Rinse them. The balls like fresh water and hate the word grease.', about: 'ball bearing' },
    { text: 'Half of the effort on the vang was friction. I had thought it was age.', about: 'ball bearing' },
    {
      text: 'Replaced every block in the mainsheet and eased the traveller for the first time since we have owned her.',
      about: 'becket',
    },
    { text: 'Tiny, strong, cheap enough to have six. Our cunningham is now a two-finger job.', about: '40 mm' },
    {
      text: 'The seventy-five swallowed a fourteen-millimetre sheet without rubbing the cheeks.',
      about: 'ball bearing, 75 mm',
    },
    {
      text: 'Becket takes a bowline and still lets the sheave turn. It is a small thing, and the last maker forgot it.',
      about: 'becket',
    },
    { text: 'The cam’s angle took three tries, then never again. Mind your knuckles in a gybe.', about: 'cam cleat' },
    { text: 'Lies flat under the boom and no longer marks the coachroof.', about: 'Fiddle' },
    {
      text: 'My daughter is thirty kilos and holds the main in fifteen knots with this. Switch it off in light airs or it will not run out.',
      about: 'Ratchet',
    },
    { text: 'The click annoys some people. To me it is the sound of not having blisters.', about: 'Ratchet' },
    {
      text: 'The first thing I take out of the locker when a lead looks wrong, and the last one I put back.',
      about: 'Snatch',
    },
    {
      text: 'Opens with cold hands, stays shut with a flogging sail. I have asked for both before and got one.',
      about: 'Snatch',
    },
    {
      text: 'Take the warning about the load seriously. Ours has a backing plate the size of a book.',
      about: 'Turning',
    },
    {
      text: 'Three lines aft in one afternoon, and reefing without going to the mast. I should have done it ten years ago.',
      about: 'organiser',
    },
    { text: 'For the second reef, at the end of the boom. Four rivets, no noise.', about: 'Cheek' },
    { text: 'File the edges of the slot. The box is smooth, the mast is not.', about: 'exit' },
    { text: 'Linseed oil twice a year and it looks better than I do.', about: 'Wooden' },
    { text: 'For a 1911 gaffer. The surveyor asked where we had found originals.', about: 'Wooden' },
    {
      text: 'Ahşabı güzel, makarası bronz. Yıllık yağını verirsen torunlara kalır.',
      by: 'Kemal, Bodrum',
      about: 'Wooden',
    },
    { text: 'Stands up by itself and the deck over my bunk has gone quiet.', about: 'stand-up' },
    { text: '軽くてよく回る。メインシートの重さが半分になった感じです。', by: '大輔, 西宮', about: 'ball bearing' },
    {
      text: 'Roule tout seul, même par petit temps. J’en ai recommandé quatre le lendemain.',
      by: 'Gaëlle, Marseille',
      about: 'ball bearing',
    },
    {
      text: 'Check the swivel is set the way you want before you are under the boom with a torch in your teeth.',
      about: 'Fiddle',
    },
  ],
  shackle: [
    {
      text: 'Grease on the thread, a turn of wire through the pin. Then it is a shackle; before, it is a hope.',
      about: 'D shackle',
    },
    {
      text: 'I buy ten every spring and have none every autumn. Nobody on board has ever seen one fall.',
      about: 'D shackle, stainless, 8 mm',
    },
    { text: 'Forged, not cast: you can see it at the ears. Worth the difference.', about: 'D shackle' },
    {
      text: 'Pins are true and interchange, which is more than I can say for the tin of mixed ones under my bunk.',
      about: 'shackle, stainless',
    },
    { text: 'Room for the block and the strop both. The D would have pinched.', about: 'Bow shackle, stainless' },
    { text: 'Galvanised on galvanised. My last one was stainless, and ate the chain.', about: 'galvanised' },
    {
      text: 'Moused with monel and painted the pin red. At a glance from the deck I know that it is shut.',
      about: 'galvanised',
    },
    { text: 'Not handsome. Neither is the seabed.', about: 'galvanised' },
    { text: 'Opens under load if you mean it, not if you lean on it.', about: 'Snap' },
    { text: 'A longer lanyard with a bead makes it a glove-friendly thing.', about: 'Snap' },
    { text: 'The pin stays with the shackle and my language has improved.', about: 'Captive' },
    { text: 'Quarter turn, out comes the cunningham. In the dark, too.', about: 'Captive' },
    { text: 'Long enough for our fat headboard, and the bar keeps it from turning over.', about: 'Halyard shackle' },
    { text: 'No more dents in the mast, and none in the foredeck hand.', about: 'Soft' },
    {
      text: 'Three thousand miles of genoa clew and barely any fur. I carry two, because I do not quite believe it.',
      about: 'Soft',
    },
    { text: 'Looked like a toy. My own knot gave before it did.', about: 'Soft' },
    {
      text: 'Anchor turns itself before it reaches the roller. Leave three links between, as the label says.',
      about: 'Anchor swivel',
    },
    {
      text: 'Side load is its enemy. With the links between it has been faithful for two years.',
      about: 'Anchor swivel',
    },
    { text: 'Solid, sin rebabas, el pasador entra a la primera.', by: 'Lucía, Cartagena', about: 'shackle, stainless' },
    {
      text: 'De bout draait soepel en de maat klopt. Meer hoeft een sluiting niet.',
      by: 'Sjoerd, Enkhuizen',
      about: 'D shackle',
    },
    { text: 'Tested load is stamped on the bow and I can read it without a glass.', about: 'galvanised' },
    {
      text: 'They let me sort through the drawer until I had four that felt the same. Try that with a parcel.',
      about: 'D shackle',
    },
    { text: 'Dropped into the lazarette in June, found in September, not a speck of rust.', about: 'stainless' },
  ],
};
