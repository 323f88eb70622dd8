import { ownPattern } from '@watertight/service-kit';
import { config } from './config.ts';

/**
 * That two requests which want the same thing at once agree on one result: one claim, one buyer, one price.
 *
 * On, unless an operator switches it off to show what it is for; without `FAULTS=on` there is no switch.
 */
export const coordination = config.faults ? ownPattern('coordination') : { isOn: true };

/** What a naive shop does between reading a row and writing it back, in ms: it asks a warehouse, or computes. */
export const THINK_MS = 250;
