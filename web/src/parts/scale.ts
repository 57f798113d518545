/** The arithmetic of charts: ticks at round numbers, and where a value stands between two others. */

/** Round numbers that span the values, `about` so many steps apart. */
export function ticksFor(least: number, most: number, about = 4): number[] {
  const span = most - least || Math.abs(most) || 1;
  const rough = span / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((each) => each * power >= rough) ?? 10) * power;
  const first = Math.floor(least / step);
  const last = Math.max(first + 1, Math.ceil(most / step));
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** Maps a value of one range to another. */
export const scaled = (value: number, [from, to]: readonly [number, number], [low, high]: readonly [number, number]): number =>
  to === from ? (low + high) / 2 : low + ((value - from) / (to - from)) * (high - low);
