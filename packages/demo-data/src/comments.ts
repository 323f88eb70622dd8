import { pickPopular } from './popularity.ts';
import { type DemoProduct, products } from './products.ts';
import { type Random, randomFrom } from './random.ts';
import { articles } from './sayings/articles.ts';
import { authors } from './sayings/authors.ts';
import { sayingsByKind } from './sayings/by-kind.ts';
import type { Saying } from './sayings/saying.ts';
import { stableUuid } from './stable-uuid.ts';

export interface DemoComment {
  id: string;
  /** `product:wt-1001` or `article:what-a-bulkhead-is-for`. */
  subject: string;
  /** First name and home port: `Ines, Horta`. */
  author: string;
  text: string;
  at: Date;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;

/** About 600 comments, oldest first; every text is said once, of a thing it fits. `now` is when the youngest are a few days old. */
export function comments(now: Date): DemoComment[] {
  const random = randomFrom('comments');
  const speakers = speakersFrom(random);
  return addressed(random)
    .map(({ subject, saying }) => {
      const said = typeof saying === 'string' ? { text: saying } : saying;
      const ageMs = said.daysAgo === undefined ? someAgeMs(random) : said.daysAgo * DAY_MS + HOUR_MS;
      return {
        id: stableUuid(`comment on ${subject}: ${said.text}`),
        subject,
        author: speakers(subject, said.by),
        text: said.text,
        at: new Date(now.getTime() - ageMs),
      };
    })
    .toSorted((one, other) => one.at.getTime() - other.at.getTime());
}

interface Addressed {
  subject: string;
  saying: Saying;
}

function addressed(random: Random): Addressed[] {
  const all = products();
  const ofProducts = Object.entries(sayingsByKind).flatMap(([kind, sayings]) => {
    const shelf = all.filter(product => product.kind === kind);
    return sayings.map(saying => ({ subject: `product:${subjectOf(saying, shelf, random).id}`, saying }));
  });
  const ofArticles = Object.entries(articles).flatMap(([slug, sayings]) =>
    sayings.map(saying => ({ subject: `article:${slug}`, saying })),
  );
  return [...ofProducts, ...ofArticles];
}

function subjectOf(saying: Saying, shelf: DemoProduct[], random: Random): DemoProduct {
  const about = typeof saying === 'string' ? undefined : saying.about;
  const fitting = about === undefined ? shelf : shelf.filter(product => product.name.includes(about));
  if (fitting.length === 0) throw new Error(`No product is called "${about}", but a comment names it`);
  return pickPopular(fitting, random);
}

/** Between four days and two years, the young ones more often. */
function someAgeMs(random: Random): number {
  return Math.round((4 + 726 * random.small()) * DAY_MS);
}

/** Assigns an author to each comment: all authors in turn, and none twice on one page. */
function speakersFrom(random: Random): (subject: string, by?: string) => string {
  let queue: string[] = [];
  const heard = new Set<string>();
  return (subject, by) => {
    if (queue.length < 30) queue = [...queue, ...random.shuffled(authors)];
    const author = by ?? queue.find(name => !heard.has(`${subject} ${name}`))!;
    if (by === undefined) queue.splice(queue.indexOf(author), 1);
    heard.add(`${subject} ${author}`);
    return author;
  };
}
