import { expect, test } from 'vitest';
import { lastMonths, periodOf } from './periods.ts';

test('periods are whole months, and never end after today', () => {
  expect(periodOf('month', '2026-11-25')).toEqual({ from: '2026-11-01', to: '2026-11-25' });
  expect(periodOf('last_month', '2027-03-31')).toEqual({ from: '2027-02-01', to: '2027-02-28' });
  expect(periodOf('quarter', '2026-11-25')).toEqual({ from: '2026-10-01', to: '2026-11-25' });
  expect(periodOf('year', '2026-01-01')).toEqual({ from: '2026-01-01', to: '2026-01-01' });
  expect(lastMonths(3, '2027-01-10')).toEqual([
    { from: '2026-11-01', to: '2026-11-30' },
    { from: '2026-12-01', to: '2026-12-31' },
    { from: '2027-01-01', to: '2027-01-10' },
  ]);
});
