import { expect, test } from 'vitest';
import { ruleOf } from './repeat.ts';

test('a series is a rule with an end', () => {
  expect(ruleOf('once', 6, '2026-11-24')).toBeNull();
  expect(ruleOf('week', 6, '2026-11-24')).toBe('FREQ=WEEKLY;INTERVAL=1;COUNT=6');
  expect(ruleOf('four_weeks', 2, '2026-11-24')).toBe('FREQ=WEEKLY;INTERVAL=4;COUNT=2');
});

test('every month means the same weekday of the month, the fifth is the last', () => {
  expect(ruleOf('month', 3, '2026-11-24')).toBe('FREQ=MONTHLY;BYDAY=4TU;COUNT=3');
  expect(ruleOf('month', 3, '2026-11-01')).toBe('FREQ=MONTHLY;BYDAY=1SU;COUNT=3');
  expect(ruleOf('month', 3, '2026-12-31')).toBe('FREQ=MONTHLY;BYDAY=-1TH;COUNT=3');
});

test('a number of visits nobody means is no series', () => {
  for (const count of [1, 53, 2.5, Number.NaN]) expect(ruleOf('week', count, '2026-11-24')).toBeNull();
});
