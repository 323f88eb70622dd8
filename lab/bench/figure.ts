export interface Figure {
  what: string;
  value: number;
  unit: string;
  /** The value must not be larger, or not smaller where `targetIs` says so. */
  target: number;
  targetIs?: 'most' | 'least';
}

/** Prints a figure beside its target. */
export function print({ what, value, unit, target, targetIs = 'most' }: Figure): void {
  const isMet = targetIs === 'most' ? value <= target : value >= target;
  process.stdout.write(
    `${isMet ? 'met   ' : 'MISSED'}  ${what}: ${shown(value)} ${unit} (at ${targetIs} ${target} ${unit})\n`,
  );
}

/** As many digits as mean something. */
export function shown(value: number): string {
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}
