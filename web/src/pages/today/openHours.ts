/** From weekly hours to what is open and closed on one day. */
import type { Hours } from '@/resources/calendar.ts';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** A stretch of a practitioner's day, in minutes after midnight on the wall clock. */
export interface Stretch {
  practitioner_id: string;
  from: number;
  to: number;
}

/** `09:30` as minutes after midnight. */
export const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/** Minutes after midnight as `09:30`. */
export const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** The weekday of a date. */
export const weekdayOf = (day: string): (typeof WEEKDAYS)[number] =>
  WEEKDAYS[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7]!;

/** When somebody's rules say they are there on a day at a location, joined and in order. */
export function openOn(day: string, location_id: string, rules: Hours[]): [number, number][] {
  const weekday = weekdayOf(day);
  const open = rules
    .filter((rule) => rule.weekday === weekday && rule.location_id === location_id)
    .filter((rule) => (!rule.valid_from || rule.valid_from <= day) && (!rule.valid_until || day <= rule.valid_until))
    .map((rule): [number, number] => [minuteOf(rule.starts), minuteOf(rule.ends)])
    .sort((a, b) => a[0] - b[0]);
  const joined: [number, number][] = [];
  for (const [from, to] of open) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** What is left of a range when the open stretches are taken out. */
export function closedWithin([start, end]: [number, number], open: [number, number][]): [number, number][] {
  const closed: [number, number][] = [];
  let at = start;
  for (const [from, to] of open) {
    if (from > at) closed.push([at, Math.min(from, end)]);
    at = Math.max(at, to);
  }
  if (at < end) closed.push([at, end]);
  return closed.filter(([from, to]) => to > from);
}

/** Whole hours around everything that must be seen; a usual day when there is nothing. */
export function rangeAround(stretches: [number, number][]): [number, number] {
  if (stretches.length === 0) return [8 * 60, 18 * 60];
  const first = Math.min(...stretches.map(([from]) => from));
  const last = Math.max(...stretches.map(([, to]) => to));
  const from = Math.max(0, Math.floor((first - 15) / 60) * 60);
  return [from, Math.min(24 * 60, Math.max(from + 240, Math.ceil((last + 15) / 60) * 60))];
}
