import { describe, expect, test } from 'vitest';
import { addDays, boundsOfDay, dayIn, momentOf, offsetText, toInstant, wallClock } from './zones.ts';

const NEW_YORK = 'America/New_York';

describe('wall clocks', () => {
  test('show what the clock on the wall shows, whatever zone the browser is in', () => {
    expect(wallClock('2026-11-23T14:30:00Z', NEW_YORK)).toBe('2026-11-23T09:30:00');
    expect(wallClock('2026-11-23T14:30:00Z', 'Asia/Kolkata')).toBe('2026-11-23T20:00:00');
    expect(wallClock('2026-11-23T05:00:00Z', NEW_YORK)).toBe('2026-11-23T00:00:00');
    expect(dayIn('2026-11-24T04:59:00Z', NEW_YORK)).toBe('2026-11-23');
  });

  test('lead back to the moment', () => {
    for (const zone of [NEW_YORK, 'Asia/Kolkata', 'Europe/Zurich', 'Pacific/Auckland', 'UTC']) {
      for (const moment of ['2026-01-15T12:00:00Z', '2026-07-15T00:00:00Z', '2026-11-23T23:55:00Z']) {
        expect(toInstant(momentOf(wallClock(moment, zone), zone))).toBe(moment);
      }
    }
  });
});

describe('the nights the clocks change', () => {
  test('spring: days have 23 hours, and a time that does not exist is moved on', () => {
    const [from, to] = boundsOfDay('2026-03-08', NEW_YORK);
    expect([from, to]).toEqual(['2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z']);
    expect(toInstant(momentOf('2026-03-08T02:30', NEW_YORK))).toBe('2026-03-08T07:30:00Z');
    expect(toInstant(momentOf('2026-03-08T03:00', NEW_YORK))).toBe('2026-03-08T07:00:00Z');
  });

  test('autumn: days have 25 hours, and a time that comes twice is its first coming', () => {
    expect(boundsOfDay('2026-11-01', NEW_YORK)).toEqual(['2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z']);
    expect(toInstant(momentOf('2026-11-01T01:30', NEW_YORK))).toBe('2026-11-01T05:30:00Z');
    expect(toInstant(momentOf('2026-11-01T02:00', NEW_YORK))).toBe('2026-11-01T07:00:00Z');
  });

  test('working hours before and after have the offset of noon', () => {
    expect(offsetText('2026-03-07', NEW_YORK)).toBe('-05:00');
    expect(offsetText('2026-03-08', NEW_YORK)).toBe('-04:00');
    expect(offsetText('2026-07-01', 'Asia/Kolkata')).toBe('+05:30');
  });
});

test('days are counted on the calendar', () => {
  expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  expect(addDays('2026-03-07', 2)).toBe('2026-03-09');
});
