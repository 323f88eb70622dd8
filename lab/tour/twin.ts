import { twinUrl } from '../addresses.ts';
import { shop } from '../shop-verbs.ts';
import { Visitor } from '../visitor.ts';
import { roomState } from '../kit/control-room.ts';
import { ms, note, visitor } from './sights.ts';

/** The same fault in the same second, with the patterns and without. */
export async function besideTheTwin(product: string): Promise<void> {
  const { shoppers } = await roomState();
  if (!shoppers.some(({ shop: name }) => name === 'the twin')) {
    process.stdout.write('       no twin beside this shop: npm start -- --twin opens one\n');
    return;
  }
  await shop('freeze', 'recommendations');
  const twins = new Visitor(twinUrl);
  const [ours, theirs] = await Promise.all([
    visitor.open(product),
    Promise.race([
      twins.open(product).then(
        ({ endMs }) => endMs,
        () => Infinity,
      ),
      // A process that is frozen answers no handshake either: a new connection fails after 3 s.
      new Promise<number>(resolve => setTimeout(() => resolve(Infinity), 2000)),
    ]),
  ]);
  note(
    'freeze recommendations, open both shops',
    'ours within a second, the twin not in 2',
    `${ms(ours.endMs)}, the twin ${theirs === Infinity ? 'hangs' : ms(theirs)}`,
    ours.endMs <= 1000 && theirs === Infinity,
  );
  await shop('heal');
}
