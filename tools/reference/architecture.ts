import { apps, type Criticality, layOut } from '@watertight/topology';

const BOX = { width: 168, height: 56 };
const COLUMN_WIDTH = 228;
const ROW_HEIGHT = 76;
const LEFT = 24;
const TOP = 92;
/** A line turns here, in the gap between two columns. */
const TURN = 22;
const LEGEND_WIDTH = 264;

const words: Record<Criticality, string> = {
  money: 'takes charges and orders',
  critical: 'a page needs it',
  optional: 'no page needs it',
};

/** Thick for money, dashed for optional: the difference must be visible without color. */
const style = `
  text { font: 14px system-ui, sans-serif; fill: #1f2933 }
  .name { font-weight: 600 } .small { font-size: 12px; fill: #52606d }
  rect { fill: #fff; stroke: #486581; stroke-width: 1.5 }
  .money { stroke: #b44d12; stroke-width: 3 } .optional { stroke-dasharray: 5 4 }
  polyline { fill: none; stroke: #829ab1; stroke-width: 1.5; marker-end: url(#arrow) } marker path { fill: #829ab1 }
  .page { fill: #f5f7fa; stroke: none }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f4f8 } .small { fill: #bcccdc } rect { fill: #243b53; stroke: #9fb3c8 }
    .money { stroke: #f7a35c } .page { fill: #102a43 }
  }`;

/** Returns architecture.svg: every app of packages/topology, the calls between them, their stores and their criticality. */
export function architecture(): string {
  const { places, edges, rows } = layOut();
  const at = new Map(places.map(({ name, column, row }) => [name, corner(column, row)]));
  const columns = Math.max(...places.map(({ column }) => column)) + 1;
  const size = { width: 2 * LEFT + (columns - 1) * COLUMN_WIDTH + BOX.width, height: TOP + rows * ROW_HEIGHT + 76 };
  const lines = edges.flatMap(([caller, callee]) => {
    const [from, to] = [at.get(caller), at.get(callee)];
    return from && to ? [line(from, to)] : [];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="The services of the shop and the calls between them">`,
    '<!-- Made by `npm run reference` from packages/topology. -->',
    `<style>${style}\n</style>`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" /></marker></defs>',
    `<rect class="page" width="${size.width}" height="${size.height}" rx="8" />`,
    ...legend(),
    ...lines,
    ...[...at].map(([name, { x, y }]) => box(name, x, y)),
    ...controlRoom(size),
    '</svg>\n',
  ].join('\n');
}

type Point = { x: number; y: number };

const corner = (column: number, row: number): Point => ({ x: LEFT + column * COLUMN_WIDTH, y: TOP + row * ROW_HEIGHT });

function line(from: Point, to: Point): string {
  const [x1, y1, x2, y2] = [from.x + BOX.width, from.y + BOX.height / 2, to.x, to.y + BOX.height / 2];
  return `<polyline points="${x1},${y1} ${x1 + TURN},${y1} ${x1 + TURN},${y2} ${x2},${y2}" />`;
}

function box(name: string, x: number, y: number): string {
  const app = apps.find(each => each.name === name);
  const stores = [`:${app?.port}`, app?.database && 'PostgreSQL', app?.redis && 'Redis'].filter(Boolean).join(', ');
  return [
    `<rect class="${app?.criticality}" x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="6" />`,
    `<text class="name" x="${x + 12}" y="${y + 24}">${name}</text>`,
    `<text class="small" x="${x + 12}" y="${y + 43}">${stores}</text>`,
  ].join('\n');
}

function legend(): string[] {
  return (Object.keys(words) as Criticality[]).map((criticality, i) => {
    const x = LEFT + i * LEGEND_WIDTH;
    return `<rect class="${criticality}" x="${x}" y="28" width="26" height="18" rx="4" /><text class="small" x="${x + 36}" y="42">${criticality}: ${words[criticality]}</text>`;
  });
}

function controlRoom({ width, height }: { width: number; height: number }): string[] {
  const [room] = apps.filter(({ name }) => name === 'control-room');
  const [visitors] = apps.filter(({ name }) => name === 'visitors');
  const y = height - 64;
  return [
    `<rect class="${room?.criticality}" x="${LEFT}" y="${y}" width="${width - 2 * LEFT}" height="44" rx="6" />`,
    `<text class="name" x="${LEFT + 12}" y="${y + 27}">control-room, :${room?.port}</text>`,
    `<text class="small" x="${LEFT + COLUMN_WIDTH}" y="${y + 27}">watches, switches and breaks each of the services above; shows what simulated visitors (:${visitors?.port}) get</text>`,
  ];
}
