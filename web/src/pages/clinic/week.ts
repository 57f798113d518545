/** A week of opening hours while it is being changed. */
import type { Hours, NewHours } from '@/resources/calendar.ts';
import { minuteOf, WEEKDAYS } from '@/pages/today/openHours.ts';

export interface Period {
  key: string;
  weekday: (typeof WEEKDAYS)[number];
  starts: string;
  ends: string;
  location_id: string;
  valid_from: string | null;
  valid_until: string | null;
}

/** The rules as they stand, in the order of the week. */
export const periodsOf = (rules: Hours[]): Period[] =>
  rules
    .map((rule, index) => ({ ...rule, key: String(index) }))
    .sort((a, b) => WEEKDAYS.indexOf(a.weekday) - WEEKDAYS.indexOf(b.weekday) || a.starts.localeCompare(b.starts));

/** As the API takes them. */
export const rulesOf = (periods: Period[]): NewHours[] => periods.map(({ key: _, ...rule }) => rule);

/** A period to begin with: after the last one of the day, or the whole day. */
export function nextPeriod(periods: Period[], weekday: Period['weekday'], location_id: string): Period {
  const last = periods.filter((each) => each.weekday === weekday).sort((a, b) => a.ends.localeCompare(b.ends)).at(-1);
  const [starts, ends] = !last ? ['09:00', '17:00'] : last.ends <= '16:00' ? [plusHour(last.ends), '18:00'] : [last.ends, '20:00'];
  return { key: crypto.randomUUID(), weekday, starts, ends, location_id: last?.location_id ?? location_id, valid_from: null, valid_until: null };
}

const plusHour = (clock: string): string => `${String(Number(clock.slice(0, 2)) + 1).padStart(2, '0')}:${clock.slice(3)}`;

/** Whether a period ends before it begins. */
export const isUpsideDown = ({ starts, ends }: Period): boolean => minuteOf(ends) <= minuteOf(starts);

/** The minutes of a week that are open. */
export const weekMinutes = (periods: Period[]): number =>
  periods.reduce((sum, each) => sum + Math.max(0, minuteOf(each.ends) - minuteOf(each.starts)), 0);

/** Monday's periods on Tuesday to Friday as well. */
export function mondayEverywhere(periods: Period[]): Period[] {
  const monday = periods.filter(({ weekday }) => weekday === 'monday');
  const weekend = periods.filter(({ weekday }) => weekday === 'saturday' || weekday === 'sunday');
  const copies = WEEKDAYS.slice(1, 5).flatMap((weekday) => monday.map((each) => ({ ...each, weekday, key: crypto.randomUUID() })));
  return [...monday, ...copies, ...weekend];
}

/** The times offered, every quarter of an hour; the current one too, whatever it is. */
export function clocks(current: string, end: boolean): string[] {
  const quarters = Array.from({ length: 96 }, (_, index) => `${String(Math.floor(index / 4)).padStart(2, '0')}:${String((index % 4) * 15).padStart(2, '0')}`);
  const all = end ? [...quarters.slice(1), '24:00'] : quarters;
  return all.includes(current) ? all : [...all, current].sort();
}
