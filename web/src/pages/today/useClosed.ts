/** When each practitioner is not there on a day, and which hours the calendar has to show. */
import { useMemo } from 'react';
import { useAvailabilities, type Location, type Practitioner } from '@/resources/calendar.ts';
import type { Appointment } from '@/resources/appointments.ts';
import { wallClock } from '@/words/zones.ts';
import { closedWithin, minuteOf, openOn, rangeAround, type Stretch } from './openHours.ts';

export function useClosed(
  practitioners: Practitioner[],
  day: string,
  place: Location,
  appointments: Appointment[],
): { closed: Stretch[]; range: [number, number] } {
  const availabilities = useAvailabilities(practitioners.map(({ id }) => id));
  return useMemo(() => {
    const open = availabilities.map(({ practitioner_id, rules }) => ({
      practitioner_id,
      stretches: openOn(day, place.id, rules),
    }));
    const taken = appointments.map((each): [number, number] => {
      const [from, to] = [wallClock(each.starts_at, place.time_zone), wallClock(each.ends_at, place.time_zone)];
      return [minuteOf(from.slice(11)), to.slice(0, 10) > from.slice(0, 10) ? 24 * 60 : minuteOf(to.slice(11))];
    });
    const range = rangeAround([...open.flatMap(({ stretches }) => stretches), ...taken]);
    const closed = open.flatMap(({ practitioner_id, stretches }) =>
      closedWithin(range, stretches).map(([from, to]) => ({ practitioner_id, from, to })),
    );
    return { closed, range };
  }, [availabilities, appointments, day, place]);
}
