import { layOut, type ServiceName } from '@watertight/topology';

/** The left edge of each column; the middle gaps hold the longest labels. */
const COLUMNS_X = [4, 308, 592, 872];
const NEXT_COLUMN_X = 280;
const ROW_HEIGHT = 60;
const TOP = 8;

const { places: all, edges, rows } = layOut();
export { edges };

/** Where each service stands on the map; it never moves. */
export const places = Object.fromEntries(
  all.map(({ name, column, row }) => [name, { x: xOf(column), y: TOP + ROW_HEIGHT * row }]),
) as Record<ServiceName, { x: number; y: number }>;

export const mapHeight = ROW_HEIGHT * rows + 2;

export const lastX = Math.max(xOf(COLUMNS_X.length - 1), ...all.map(({ column }) => xOf(column)));

function xOf(column: number): number {
  const last = COLUMNS_X.length - 1;
  return COLUMNS_X[column] ?? (COLUMNS_X[last] ?? 0) + (column - last) * NEXT_COLUMN_X;
}
