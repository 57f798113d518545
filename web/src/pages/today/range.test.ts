import { expect, test } from 'vitest';
import { daysOf, daysOfMonth, monthsLater, stepFrom } from './range.ts';

test('a week begins on Monday, also across years', () => {
  expect(daysOf('week', '2026-11-25')).toEqual(['2026-11-23', '2026-11-29']);
  expect(daysOf('week', '2027-01-01')).toEqual(['2026-12-28', '2027-01-03']);
  expect(daysOf('day', '2026-11-25')).toEqual(['2026-11-25', '2026-11-25']);
});

test('a month is shown in whole weeks', () => {
  const days = daysOfMonth('2026-11-25');
  expect([days[0], days.at(-1), days.length]).toEqual(['2026-10-26', '2026-12-06', 42]);
  expect(daysOfMonth('2027-02-10')).toHaveLength(28);
});

test('arrows lead a day, a week or a month on, and never past the end of a short month', () => {
  expect(stepFrom('day', '2026-12-31', 1)).toBe('2027-01-01');
  expect(stepFrom('week', '2026-11-25', -1)).toBe('2026-11-18');
  expect(monthsLater('2027-01-31', 1)).toBe('2027-02-28');
  expect(stepFrom('month', '2026-12-15', 1)).toBe('2027-01-15');
});
