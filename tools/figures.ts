import { root } from './config.ts';
import { isMissed, measureTree, printFigures } from './figures/figures.ts';

/** `npm run figures [places]`: prints how large and how readable the tree is, each figure beside its target. */
const figures = measureTree(root);
console.log(printFigures(figures, { withPlaces: process.argv.includes('places') }));
process.exitCode = figures.some(isMissed) ? 1 : 0;
