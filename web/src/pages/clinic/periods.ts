/** The stretches of time an owner asks about. */
import { addDays } from '@/words/zones.ts';
import { monthsLater } from '@/pages/today/range.ts';
import type { Period } from '@/resources/reports.ts';

export const PERIODS = ['month', 'last_month', 'quarter', 'year'] as const;
export type Named = (typeof PERIODS)[number];

const monthOf = (day: string): Period => {
  const from = `${day.slice(0, 7)}-01`;
  return { from, to: addDays(monthsLater(from, 1), -1) };
};

/** A period by its name; it ends today at the latest. */
export function periodOf(name: Named, today: string): Period {
  const first = `${today.slice(0, 7)}-01`;
  if (name === 'last_month') return monthOf(monthsLater(first, -1));
  if (name === 'month') return { from: first, to: today };
  if (name === 'quarter') return { from: monthsLater(first, -((Number(today.slice(5, 7)) - 1) % 3)), to: today };
  return { from: `${today.slice(0, 4)}-01-01`, to: today };
}

/** The last months, the oldest first; the newest one ends today. */
export function lastMonths(count: number, today: string): Period[] {
  const first = `${today.slice(0, 7)}-01`;
  return Array.from({ length: count }, (_, index) => monthOf(monthsLater(first, index - count + 1))).map(({ from, to }) => ({ from, to: to > today ? today : to }));
}
