import type { Saying } from './saying.ts';

export const clothing: Record<'jacket' | 'boots', Saying[]> = {
  jacket: [
    { text: 'Day three, still dry inside. Day four we arrived, so I cannot say.', about: 'Offshore' },
    {
      text: 'The collar comes up to the nose and the hood turns with the head. I can see the waves that I would rather not.',
      about: 'Offshore',
    },
    { text: 'Dear. Then I divided by nights of warm sleep and it became cheap.', about: 'Offshore' },
    {
      text: 'Rinse it, hang it, wash it with the right soap once a season. It beads like new after six years.',
      about: 'Offshore',
    },
    { text: 'Cut a little long in the arm, which is right at a winch and wrong at a wedding.', about: 'Offshore' },
    {
      text: 'Everything for a summer on the west coast of Scotland, which is to say it was worn every day.',
      about: 'Coastal',
      by: 'Dougal, Ullapool',
    },
    { text: 'Packs small, dries overnight, does not rustle. For weekends I would not want more.', about: 'Coastal' },
    {
      text: 'In a whole day of rain the shoulders gave up about tea-time. For an afternoon it is perfect, as they say.',
      about: 'Coastal',
    },
    { text: 'Took the S at 162 centimetres with a jersey under it. Sleeves just so.', about: 'Coastal jacket, S' },
    { text: 'Bergen has tested it on 231 of the last 365 days.', about: 'Coastal', by: 'Astrid, Bergen' },
    { text: 'Hoses down after mackerel. The smell stays outside, where I keep the jacket.', about: 'oilskin' },
    {
      text: 'My mother in Lunenburg had the same one in 1970, and it was this yellow.',
      about: 'oilskin',
      by: 'Darlene, Lunenburg',
    },
    { text: 'Wrist seals are good, neck is tight until the second week.', about: 'Spray top' },
    { text: 'Faded to the colour of old brick, as it should. The pockets hold a caulking iron.', about: 'smock, red' },
    { text: 'Varnish on it, antifouling on it, a bit of blood. It gets better.', about: 'smock' },
    { text: 'I sleep in it. I have also danced in it. It makes no difference to the fleece.', about: 'fleece' },
    {
      text: 'Thin enough to go under everything, windproof enough to go alone. The dawn watch fights over ours.',
      about: 'watch jacket',
    },
    {
      text: 'Heavy, scratchy for a week, then like a hand on the shoulder. It smells of sheep in the rain.',
      about: 'jersey',
    },
    { text: 'Bought for a guest, worn by me, in July.', about: 'poncho' },
    { text: 'Arms free at the winch and the kidneys warm. Why did I ever wear sleeves.', about: 'vest' },
    {
      text: 'Warm, leicht, und die Taschen sitzen da, wo die Hände sie suchen.',
      by: 'Birte, Flensburg',
      about: 'jacket, L',
    },
    {
      text: 'Непромокаемая, тёплая, капюшон не слетает. В Баренцевом море проверено.',
      by: 'Анна, Мурманск',
      about: 'Offshore',
    },
    {
      text: 'Kaptur dobrze leży na głowie, nawet przy silnym wietrze. Polecam.',
      by: 'Agnieszka, Gdynia',
      about: 'Coastal',
    },
    {
      text: 'Exchanged it for a larger one in another harbour, three hundred miles on, without a receipt. They remembered the parcel.',
      about: 'Coastal',
    },
  ],
  boots: [
    {
      text: 'They let the water out when you kick. I learnt why that matters, in the marina, at Easter.',
      about: 'Deck boots',
    },
    { text: 'Grip on wet teak like a gecko. On wet weed nothing grips; walk like a heron.', about: 'Deck boots' },
    { text: 'Half sizes go up, with a thick sock. The shop said so and the shop is right.', about: 'Deck boots' },
    {
      text: 'Lining dries on two winch handles, upside down, as advertised. Our cockpit looks like a shoe tree.',
      about: 'Deck boots',
    },
    { text: 'No black marks on a white deck. My old ones drew maps.', about: 'Deck boots' },
    {
      text: 'Three years, one glued seam. The glue was in the post without my asking for money back.',
      about: 'Deck boots',
    },
    {
      text: 'Pull tabs that a tired person can find. It is the little things at four in the morning.',
      about: 'Deck boots, size 44',
    },
    {
      text: 'Grease them twice a year and they answer you. I am on my ninth winter in the same pair.',
      about: 'Leather',
    },
    { text: 'Warm without sweating, on a passage where nothing else was either.', about: 'Leather' },
    { text: 'For the money I expected them to sail the boat. They very nearly do.', about: 'Leather' },
    { text: 'Gaiter over the trousers in rain, under in spray. It took us a week to agree on that.', about: 'Leather' },
    { text: 'On and off forty times a day. They stand by the companionway like two dogs.', about: 'Short' },
    {
      text: 'Toes warm in February, and that in Karlskrona. My hands are jealous.',
      about: 'Winter',
      by: 'Gunilla, Karlskrona',
    },
    { text: 'Too warm from May on, and that is not a fault.', about: 'Winter' },
    { text: 'The instep patch takes the strap and the knees take the rest.', about: 'neoprene' },
    { text: 'Zip needs wax or it sulks. Otherwise they fit like a handshake.', about: 'neoprene' },
    { text: 'Dropped a forty-kilo pot on the toe. The pot is dented.', about: 'steel toe' },
    { text: 'Wide enough for two pairs of wool socks, dry to the knee, no nonsense.', about: 'steel toe' },
    { text: 'She puts them on by herself, on the wrong feet, and will not be corrected.', about: 'Children' },
    { text: 'Yellow, so that I can count them from the cockpit: two, four, six.', about: 'Children' },
    {
      text: 'Chaussent large, prenez votre pointure habituelle. Aucune glissade sur le pont mouillé.',
      by: 'Erwan, Concarneau',
      about: 'Deck boots',
    },
    { text: '滑らず、脱ぎやすい。甲板でも港の買い物でも履いています。', by: '翔太, 長崎', about: 'Short' },
    'Tried them on in the shop on a plank they keep wet for the purpose. More shops should have a wet plank.',
  ],
};
