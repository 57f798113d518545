import { describe, expect, test } from 'vitest';
import type { Hours, Slot } from '@/resources/calendar.ts';
import { nextSteps } from '@/pages/appointment/steps.ts';
import { byDay } from '@/pages/booking/SlotPicker.tsx';
import { isUpsideDown, mondayEverywhere, nextPeriod, periodsOf, weekMinutes } from '@/pages/clinic/week.ts';
import { closedWithin, openOn, rangeAround, weekdayOf } from './openHours.ts';

const rule = (weekday: Hours['weekday'], starts: string, ends: string, more: Partial<Hours> = {}): Hours => ({
  weekday, starts, ends, location_id: 'here', valid_from: null, valid_until: null, ...more,
});

describe('opening hours', () => {
  test('of a day are joined, of this place, and only while they are valid', () => {
    const rules = [
      rule('monday', '13:00', '17:00'),
      rule('monday', '08:00', '12:00'),
      rule('monday', '12:00', '13:00', { valid_until: '2026-11-22' }),
      rule('monday', '06:00', '07:00', { location_id: 'there' }),
      rule('tuesday', '08:00', '20:00'),
    ];
    expect(weekdayOf('2026-11-23')).toBe('monday');
    expect(openOn('2026-11-23', 'here', rules)).toEqual([[480, 720], [780, 1020]]);
    expect(openOn('2026-11-16', 'here', rules)).toEqual([[480, 1020]]);
  });

  test('leave the rest closed', () => {
    expect(closedWithin([420, 1080], [[480, 720], [780, 1020]])).toEqual([[420, 480], [720, 780], [1020, 1080]]);
    expect(closedWithin([420, 1080], [])).toEqual([[420, 1080]]);
    expect(closedWithin([420, 1080], [[0, 1440]])).toEqual([]);
  });

  test('and the calendar shows whole hours around all of it', () => {
    expect(rangeAround([])).toEqual([480, 1080]);
    expect(rangeAround([[480, 720], [780, 1020]])).toEqual([420, 1080]);
    expect(rangeAround([[0, 1440]])).toEqual([0, 1440]);
  });
});

describe('a week that is being changed', () => {
  test('is in order, adds up, and knows what is wrong', () => {
    const periods = periodsOf([rule('tuesday', '08:00', '12:00'), rule('monday', '13:00', '17:00'), rule('monday', '08:00', '12:00')]);
    expect(periods.map(({ weekday, starts }) => `${weekday} ${starts}`)).toEqual(['monday 08:00', 'monday 13:00', 'tuesday 08:00']);
    expect(weekMinutes(periods)).toBe(720);
    expect(isUpsideDown({ ...periods[0]!, ends: '07:00' })).toBe(true);
    expect(nextPeriod(periods, 'tuesday', 'here')).toMatchObject({ starts: '13:00', ends: '18:00' });
  });

  test('takes Monday over to the workdays and leaves the weekend alone', () => {
    const copied = mondayEverywhere(periodsOf([rule('monday', '08:00', '12:00'), rule('friday', '10:00', '11:00'), rule('sunday', '09:00', '10:00')]));
    expect(copied.map(({ weekday }) => weekday)).toEqual(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'sunday']);
    expect(new Set(copied.map(({ key }) => key)).size).toBe(copied.length);
  });
});

test('slots are grouped by the day of the location, one per time', () => {
  const slot = (starts_at: string, practitioner_id: string): Slot => ({
    starts_at, practitioner_id, practitioner_name: practitioner_id, location_id: 'here', ends_at: starts_at, time_zone: 'America/New_York',
    room_id: null, room_name: null,
  });
  const days = byDay([slot('2026-11-24T04:30:00Z', 'a'), slot('2026-11-24T05:00:00Z', 'a'), slot('2026-11-24T05:00:00Z', 'b')]);
  expect(days.map(([day, slots]) => [day, slots.map(({ practitioner_id }) => practitioner_id)])).toEqual([
    ['2026-11-23', ['a']],
    ['2026-11-24', ['a']],
  ]);
});

test('the next steps follow from where a visit stands', () => {
  const today = { isToday: true, isPast: false };
  expect(nextSteps('booked', { isToday: false, isPast: false })).toEqual(['confirm']);
  expect(nextSteps('booked', today)).toEqual(['arrive', 'confirm']);
  expect(nextSteps('confirmed', { isToday: true, isPast: true })).toEqual(['arrive', 'no_show']);
  expect(nextSteps('arrived', today)).toEqual(['room', 'start']);
  expect(nextSteps('in_visit', today)).toEqual(['complete']);
  expect(nextSteps('completed', today)).toEqual([]);
});
