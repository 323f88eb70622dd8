import type { Saying } from './saying.ts';

export const lights: Record<'lantern' | 'nav-light', Saying[]> = {
  lantern: [
    {
      text: 'Lit at sunset, still burning when the coffee was ready. Half a litre, as they say.',
      about: 'Brass anchor lantern',
    },
    {
      text: 'Children on the next boat asked whether we were pirates. We said that it depended.',
      about: 'anchor lantern',
    },
    { text: 'Trim the wick flat and keep it low. Black glass is always the owner.', about: 'Brass' },
    {
      text: 'I polish it every Sunday, and my husband says that I should polish him. The lantern is more grateful.',
      about: 'Brass',
    },
    {
      text: 'Gone the colour of chocolate after one summer in Mindelo. I would not touch it now.',
      about: 'copper',
      by: 'Nelson, Mindelo',
    },
    { text: 'It blew out once, in fifty knots. So had most other things by then.', about: 'Hurricane' },
    {
      text: 'The one in the boathouse was my grandfather’s. This is the same lamp, down to the wobble in the handle.',
      about: 'Hurricane',
    },
    { text: 'Swings, settles, swings. After a week one stops seeing it and only sees the light.', about: 'Gimballed' },
    {
      text: 'The smoke bell is not decoration. I took mine off for a fortnight and repainted the deckhead.',
      about: 'Gimballed',
    },
    { text: 'Warm enough that the cabin heater stays off until ten. Open a vent, please.', about: 'Trawler' },
    {
      text: 'Just enough flame to read the card, and no more squinting. One filling lasts a night watch, not two.',
      about: 'Binnacle',
    },
    {
      text: 'Wired them for LED and nobody can tell. The Fresnel glass is thick and without a bubble.',
      about: 'Port and starboard',
    },
    { text: 'The sensor came on in a thunderstorm at noon, quite rightly.', about: 'Electric' },
    { text: 'One tenth of an amp, and the neighbours think we carry oil. I let them.', about: 'Electric' },
    { text: 'Fell in, floated, shone. It now has the dinner watch by right.', about: 'Solar' },
    {
      text: 'In a Scottish summer it charges to about ten o’clock. In Corfu it goes on until morning.',
      about: 'Solar',
    },
    {
      text: 'Red for the night watch, white for finding my glasses. I would pay for a third colour that finds them for me.',
      about: 'Rechargeable',
    },
    { text: 'Magnet holds to the engine block while both of my hands are in the bilge.', about: 'Engine-room' },
    {
      text: 'Heavy glass, good solder, and the burner unscrews for cleaning. It is a lamp made by somebody who has one.',
      about: 'Masthead lantern',
    },
    { text: 'Folds into a cigar box. Two candles a week, and the cockpit looks like a restaurant.', about: 'Candle' },
    {
      text: 'Θυμίζει τα παλιά καΐκια. Καίει καθαρά, αρκεί να κόψεις ίσιο το φιτίλι.',
      by: 'Ελένη, Σύρος',
      about: 'Brass',
    },
    {
      text: 'Une belle lumière chaude, et l’odeur des vacances de mon enfance.',
      by: 'Yann, La Rochelle',
      about: 'Brass anchor lantern',
    },
    { text: 'Packed in straw and newspaper. I read the newspaper too.' },
    { text: 'Bought as a present, and I am keeping it. She gets the next one.' },
  ],
  'nav-light': [
    {
      text: 'Same holes as the old one, two wires, ten minutes. I allowed a Saturday and had most of it back.',
      about: 'LED',
    },
    { text: 'A tenth of the current. On passage the fridge now outlives the night.', about: 'LED' },
    {
      text: 'The cut-off is sharp. A friend rowed round us with a compass, and we are legal to the degree.',
      about: 'LED',
    },
    { text: 'Four years at the masthead, not one climb. That alone paid for it.', about: 'masthead' },
    { text: 'Interfered with our VHF until we put a ferrite ring on the cable. Since then silent.', about: 'masthead' },
    { text: 'Mount it on the centreline and level. Ours pointed at the moon for a month.', about: 'Bicolour' },
    { text: 'Wave over the pulpit every few seconds for two days, and no drop inside the lens.', about: 'Bicolour' },
    {
      text: 'Foredeck at night looks like a stage. Warn the crew before you press the button; they dance.',
      about: 'deck light',
    },
    { text: 'Three miles is honest. A ferry called us up by our lights before we had seen his.', about: 'Steaming' },
    {
      text: 'Please, everyone, switch it off when you stop the engine. It is a good light, and it should tell the truth.',
      about: 'Steaming',
    },
    {
      text: 'One fitting, three wires, no more choice of which box to open in the rain.',
      about: 'Tricolour and anchor',
    },
    { text: 'Gulls love it. It does not mind.', about: 'All-round' },
    { text: 'Two nights at anchor cost less than one kettle.', about: 'All-round' },
    { text: 'The pole is stiff and the socket has not leaked. I had expected one of the two.', about: 'pole' },
    {
      text: 'Got us from the fuel dock to the mooring when the main fuse went. They live in the grab bag now.',
      about: 'Battery',
    },
    { text: 'Clip is a bit weak on thin tube. A turn of tape cures it.', about: 'Battery' },
    {
      text: 'The chrome is proper and the screws are the right ones. On our old counter it looks as if it had always been there.',
      about: 'chromed',
    },
    {
      text: 'Buy both sides on the same day. White differs from white, but green from five years ago differs more.',
      about: 'sidelight',
    },
    {
      text: 'Cable gland is on the back and also on the bottom, with a plug for whichever you do not use. Somebody thought.',
      about: 'Stern light, LED',
    },
    { text: 'Lys nok til å bli sett, ikke så mye at jeg blir blind selv.', by: 'Eirik, Tromsø', about: 'LED' },
    {
      text: 'Низкое потребление, герметичен. Пережил две зимы во Владивостоке на мачте.',
      by: 'Юрий, Владивосток',
      about: 'LED',
    },
    { text: 'Seal the cable with adhesive shrink, not tape. The light is sealed for life; my first joint was not.' },
    'The box has the certificate in it. Keep it with the ship’s papers, for the inspector in Split asked for mine.',
  ],
};
