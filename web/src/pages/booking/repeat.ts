/** How a visit repeats, as the rule the calendar keeps (RFC 5545). */

export const EVERY = ['once', 'week', 'two_weeks', 'four_weeks', 'month'] as const;
export type Every = (typeof EVERY)[number];

/** The most visits a series is booked with here; the calendar itself takes two a week for a year. */
export const MOST = 52;

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const WEEKS: Partial<Record<Every, number>> = { week: 1, two_weeks: 2, four_weeks: 4 };

/** The rule of a series whose first visit is on this day, or null for a single visit. */
export function ruleOf(every: Every, count: number, day: string): string | null {
  if (every === 'once' || !Number.isInteger(count) || count < 2 || count > MOST) return null;
  const weekday = WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()]!;
  const weeks = WEEKS[every];
  if (weeks) return `FREQ=WEEKLY;INTERVAL=${weeks};COUNT=${count}`;
  const week = Math.ceil(Number(day.slice(8)) / 7);
  // Not every month has a fifth Tuesday, but every month has a last one.
  return `FREQ=MONTHLY;BYDAY=${week > 4 ? -1 : week}${weekday};COUNT=${count}`;
}
