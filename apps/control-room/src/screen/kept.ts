import type { Markup } from './markup.ts';

/**
 * Draws as `draw` does, on one line, and only when something it is made of is another object than at the time before: most of
 * a calm shop is the same for minutes.
 */
export function kept<Of>(
  draw: (of: Of) => Markup,
  madeOf: (of: Of) => readonly unknown[],
): (of: Of) => string | Promise<string> {
  let before: readonly unknown[] = [];
  let drawn: string | Promise<string> | undefined;
  return of => {
    const now = madeOf(of);
    const isSame = now.length === before.length && now.every((each, i) => each === before[i]);
    if (isSame && drawn !== undefined) return drawn;
    before = now;
    return (drawn = oneLine(draw(of)));
  };
}

/** An event's data is one line; a name from the wire may hold a carriage return, which would end it. */
async function oneLine(markup: Markup): Promise<string> {
  return String(await markup).replaceAll(/\s+/g, ' ');
}
