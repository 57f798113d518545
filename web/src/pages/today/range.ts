/** Which days a view shows, and where its arrows lead. */
import { addDays } from '@/words/zones.ts';

export const VIEWS = ['day', 'week', 'month', 'list'] as const;
export type View = (typeof VIEWS)[number];

/** The Monday of a day's week. */
export const mondayOf = (day: string): string => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));

/** The days a month's page shows: whole weeks around it. */
export function daysOfMonth(day: string): string[] {
  const first = mondayOf(`${day.slice(0, 7)}-01`);
  const next = monthsLater(`${day.slice(0, 7)}-01`, 1);
  const days: string[] = [];
  for (let at = first; at < next || days.length % 7; at = addDays(at, 1)) days.push(at);
  return days;
}

/** The same day some months later, or the last one that month has. */
export function monthsLater(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** First and last day a view shows. */
export function daysOf(view: View, day: string): [string, string] {
  if (view === 'week') return [mondayOf(day), addDays(mondayOf(day), 6)];
  if (view === 'month') return [daysOfMonth(day)[0]!, daysOfMonth(day).at(-1)!];
  return [day, day];
}

/** The day one step on, or back. */
export function stepFrom(view: View, day: string, step: 1 | -1): string {
  if (view === 'month') return monthsLater(day, step);
  return addDays(day, view === 'week' ? 7 * step : step);
}
