import type { History } from './history.ts';
import type { MoneyShop } from './shop.ts';

const MOST = 5;
const REFERENCE = /"reference":"([\da-f]{32})"/;

/** What the services logged about answers that were a 500, at most five lines: the answer itself tells nothing of the inside. */
export function internalErrors(shop: MoneyShop, { exchanges }: History): string[] {
  const references = exchanges.flatMap(({ answer }) =>
    answer?.status === 500 ? (REFERENCE.exec(answer.text)?.[1] ?? []) : [],
  );
  const logged = shop.lives.flatMap(({ app }) => app.logs().split('\n'));
  return references
    .flatMap(reference => logged.filter(line => line.includes(reference) && line.includes('"level":"error"')))
    .slice(0, MOST);
}
