import type { Saying } from './saying.ts';

/** The journal's articles, by slug. */
export type Article = 'what-a-bulkhead-is-for' | 'when-to-reef' | 'the-pilot-who-asks-twice';

export const articles: Record<Article, Saying[]> = {
  'what-a-bulkhead-is-for': [
    'We were holed by a container off Finisterre in 2016. The forepeak filled in nine minutes and the saloon stayed dry. I have read this twice.',
    'I keep a web shop, not a boat. In November one supplier’s price feed hung and took our basket with it. Now I have the word for what we lacked.',
    'Builder’s note: a bulkhead with a hole for the heating pipe is a curtain. Seal the pipe.',
    'The bit about the door is the truest. Every watertight door I have surveyed was propped open with a fire extinguisher.',
    'Could the next one be about pumps? A wall buys time; somebody has to use it.',
    'My crew asked why we carry an empty compartment about. I printed this out and pinned it to the compartment.',
    {
      text: 'Très juste. Chez nous on dit qu’une cloison se paie en placards et se rend en bateaux.',
      by: 'Armelle, Brest',
    },
    'I would add: know which seats you can spare. We gave every service the same number and learnt otherwise.',
    'Read it aloud on the night watch. Two of us are programmers, one is a cook. The cook understood it first.',
    { text: '浸水を止めるのではなく、広がりを決める。設計の授業で使わせてもらいます。', by: '直樹, 長崎' },
    'Titanic’s bulkheads did not go high enough. One should say so to anyone who counts walls and does not measure them.',
    { text: 'Muy claro. Ojalá lo hubiera leído antes del apagón de enero.', by: 'Martín, Buenos Aires' },
  ],
  'when-to-reef': [
    'If you ask yourself whether to reef, you should have. My mother’s whole theory of sailing, and it took you a page.',
    'The sum with the tide is what I show students. What is left is the only number on the boat that matters.',
    'We had a thirty-second timeout for everything, because nobody wanted to be the one to choose. Chose last week. The pages feel like another shop.',
    'I reef by the barometer, my husband by the crockery. The crockery is always second.',
    'A limit that nobody has written down is a limit that is found out. I shall steal that.',
    { text: 'Rechtzeitig reffen heißt, sich nachher zu langweilen. Herrlich.', by: 'Hinnerk, Kiel' },
    'The part about telling the cook is the one that people forget: he has to know how long he has, not how long you would have liked.',
    'One quarrel with it: after shaking out the reef too early twice, I now wait for an hour of good behaviour. You say as much, but at the end.',
    'Retried the harbour entrance once at dusk, once in the dark. There was no third time, only because there was a friend with a tow line. Good article.',
    { text: 'Вчасно взяти риф — це теж майстерність. Дякую за просту мову.', by: 'Оксана, Одеса' },
    'More of these, please. I do not sail. I run a helpdesk, and it is the same sea.',
    {
      text: 'Simple, and true. I have read it to both of my sons, who nodded and went out under full sail.',
      by: 'Adébáyọ̀, Lagos',
    },
  ],
  'the-pilot-who-asks-twice': [
    'I was a pilot for thirty-one years. Nobody ever minded being asked twice. Some minded, later, that they had not been.',
    'The logbook entry before the manoeuvre, not after it: I had always done so without knowing why.',
    'We charged a customer twice in spring, for a kettle. It took two weeks and a bunch of flowers. The key would have been cheaper.',
    'Please tell people that the number goes on the order and not on the messenger. Ours had a new one with every try, which is the same as none.',
    {
      text: 'Skipet vårt fikk samme ordre to ganger over VHF og tok to tørn. Nå leser vi alt tilbake.',
      by: 'Ingunn, Stavanger',
    },
    'The sentence about not knowing being an answer should hang in every engine room and every bank.',
    'On our ferry the read-back is law, and the young ones find it stiff until the first fog.',
    { text: '복창은 번거로워도 안전합니다. 결제도 마찬가지군요.', by: '현우, 부산' },
    'Good on the bank, too. It is no use if you write your book carefully and the other side does not keep one.',
    'I teach database people. I shall begin with the pilot from now on and only then write BEGIN on the board.',
    { text: 'اكتب أولاً ثم تحرك. كان جدي يقولها عن الغوص على اللؤلؤ.', by: 'مريم, صور' },
    'What happens when the page is lost in the water? I hope for a fourth article.',
  ],
};
