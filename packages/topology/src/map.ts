import { type App, apps, type ServiceName } from './apps.ts';

/** Where a service stands on a map: the column follows from the calls that lead to it, the row is its own or its callees' middle. */
export interface Place {
  readonly name: ServiceName;
  readonly column: number;
  readonly row: number;
}

/** One service calls another. */
export type Edge = readonly [caller: ServiceName, callee: ServiceName];

/** Not of the map: one is a client of the shop, the other watches it. */
const outside = ['visitors', 'control-room'];

/** Returns the places of all services, callers before callees, and the calls between them. */
export function layOut(all: readonly App[] = apps): { places: Place[]; edges: Edge[]; rows: number } {
  const shown = all.filter(({ name }) => !outside.includes(name));
  const called = new Set(shown.flatMap(({ calls }) => calls));
  const rowOf = new Map<string, number>();
  const columnOf = new Map<string, number>();
  let rows = 0;
  const place = (app: App, column: number): number => {
    columnOf.set(app.name, Math.max(column, columnOf.get(app.name) ?? 0));
    const callees = app.calls.flatMap(callee => shown.filter(({ name }) => name === callee));
    const calleeRows = callees.map(callee => place(callee, column + 1));
    const known = rowOf.get(app.name);
    if (known !== undefined) return known;
    const row = calleeRows.length === 0 ? rows++ : (Math.min(...calleeRows) + Math.max(...calleeRows)) / 2;
    rowOf.set(app.name, row);
    return row;
  };
  for (const app of shown.filter(({ name }) => !called.has(name)).toReversed()) place(app, 0);
  return {
    places: [...columnOf.keys()].map(name => ({
      name: name as ServiceName,
      column: columnOf.get(name) ?? 0,
      row: rowOf.get(name) ?? 0,
    })),
    edges: shown
      .toReversed()
      .flatMap(({ name, calls }) => calls.map(callee => [name as ServiceName, callee as ServiceName] as const)),
    rows,
  };
}
