import { groups } from '../experiments/list.ts';
import { experimentPage, experimentPicture } from './experiment-page.ts';
import { listPage } from './list-page.ts';
import { readMeasured } from './measured.ts';

/** Returns the pages of docs/lab and their pictures, by their path below the root. */
export function labPages(root: string): Record<string, string> {
  const measured = readMeasured(root);
  const all = Object.values(groups).flatMap(group => Object.entries(group));
  const files = all.flatMap(([name, experiment]) => {
    const recorded = { name, experiment, measured: measured[name] };
    return [
      [`docs/lab/${name}.md`, experimentPage(recorded)],
      [`docs/lab/${name}.svg`, experimentPicture(recorded)],
    ];
  });
  return { 'docs/lab/README.md': listPage(groups), ...(Object.fromEntries(files) as Record<string, string>) };
}
