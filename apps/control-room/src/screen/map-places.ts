import { layOut, type ServiceName } from '@watertight/topology';

export const WIDTH = 172;
export const HEIGHT = 64;
/** Between two columns: the longest label, `100/s open`, fits. */
const GAP = 100;
/** Right of the first column, where many curves leave one service. */
const FIRST_GAP = 160;
const ROW_HEIGHT = 96;
const MARGIN = 4;
/** Stores stand right of what most services are, in two columns. */
const STORE_COLUMN = 2;

const layout = layOut();
const lastColumn = Math.max(STORE_COLUMN + 1, ...layout.places.map(({ column }) => column));
const lastRowBeside = Math.max(-1, ...layout.places.filter(each => each.column >= STORE_COLUMN).map(each => each.row));
/** Two free rows: the last ones, unless services stand there. */
const storeRow = Math.max(layout.rows - 2, Math.ceil(lastRowBeside) + 1);

const at = (column: number, row: number) => ({
  x: MARGIN + column * (WIDTH + GAP) + (column > 0 ? FIRST_GAP - GAP : 0),
  y: MARGIN + row * ROW_HEIGHT,
});

/** Where each service is on the map; it never moves. */
export const places = Object.fromEntries(
  layout.places.map(({ name, column, row }) => [name, at(column, row)]),
) as Record<ServiceName, { x: number; y: number }>;

export const storefrontPlace = places.storefront;

export const storePlaces = {
  postgres: at(STORE_COLUMN, storeRow),
  redis: at(STORE_COLUMN + 1, storeRow),
  outbox: at(STORE_COLUMN, storeRow + 1),
};

/** The box of the outbox is as wide as both databases. */
export const OUTBOX_WIDTH = 2 * WIDTH + GAP;

export const map = {
  width: at(lastColumn, 0).x + WIDTH + MARGIN,
  height: at(0, Math.max(layout.rows, storeRow + 2) - 1).y + HEIGHT + MARGIN,
};

/** How far along its curve a call has its label: near the callee, where the curves are apart. */
const LABEL_AT = 0.8;
/** Where a curve bends, as a part of the gap: near the caller, so that it passes beside the labels of the others. */
const BEND_AT = 0.25;

/** The curve from one service to another, and the middle of its label. */
export function curveOf(caller: string, callee: string) {
  const [from, to] = [places[caller as ServiceName], places[callee as ServiceName]];
  const [x1, x2] = [from.x + WIDTH, to.x];
  const [y1, y2] = [from.y + HEIGHT / 2, to.y + HEIGHT / 2];
  const bend = x1 + BEND_AT * (x2 - x1);
  const t = from.x === storefrontPlace.x ? LABEL_AT : 0.5;
  // A cubic Bézier curve whose two control points have the same x.
  const along = (start: number, first: number, second: number, end: number) =>
    start * (1 - t) ** 3 + 3 * first * (1 - t) ** 2 * t + 3 * second * (1 - t) * t ** 2 + end * t ** 3;
  return {
    path: `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`,
    label:
      y1 === y2 && t === 0.5 ? { x: (x1 + x2) / 2, y: y1 } : { x: along(x1, bend, bend, x2), y: along(y1, y1, y2, y2) },
  };
}
