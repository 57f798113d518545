/** Two people changed the same thing: what differs, and how to keep what both meant. */

/** The fields of `now` that are not as in `before`. */
export function changed<T extends object>(before: T, now: T): Partial<T> {
  const names = Object.keys(now) as (keyof T)[];
  return Object.fromEntries(
    names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name])).map((name) => [name, now[name]]),
  ) as Partial<T>;
}

/** Field by field, what is different now. */
export function differences<T extends object>(before: T, now: T): [Extract<keyof T, string>, string][] {
  return Object.entries(changed(before, now)).map(([name, value]) => [name as Extract<keyof T, string>, String(value ?? '')]);
}

/** Theirs, with everything that I changed against what I had seen. */
export function merged<T extends object>(seen: T, mine: T, theirs: T): T {
  return { ...theirs, ...changed(seen, mine) };
}
