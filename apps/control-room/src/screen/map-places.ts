import { layOut, type ServiceName } from '@watertight/topology';

export const WIDTH = 178;
export const HEIGHT = 58;
/** Between two columns: the longest label, `100/s open`, fits. */
export const GAP = 104;
const ROW_HEIGHT = 84;
const MARGIN = 4;
/** Stores stand right of what most services are, in two columns. */
const STORE_COLUMN = 2;

const layout = layOut();
const lastColumn = Math.max(STORE_COLUMN + 1, ...layout.places.map(({ column }) => column));
const lastRowBeside = Math.max(-1, ...layout.places.filter(each => each.column >= STORE_COLUMN).map(each => each.row));
/** Two free rows: the last ones, unless services stand there. */
const storeRow = Math.max(layout.rows - 2, Math.ceil(lastRowBeside) + 1);

const at = (column: number, row: number) => ({
  x: MARGIN + column * (WIDTH + GAP),
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

export const map = {
  width: at(lastColumn, 0).x + WIDTH + MARGIN,
  height: at(0, Math.max(layout.rows, storeRow + 2) - 1).y + HEIGHT + MARGIN,
};
