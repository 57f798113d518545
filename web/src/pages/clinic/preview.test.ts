import { expect, test } from 'vitest';
import { leavesAt, offsetParts, piecesOf } from './preview.ts';

test('a message is shown as it would be read, and what nobody fills is told apart', () => {
  expect(piecesOf('Hello {given_name}, {nonsense}!', ['given_name'])).toEqual([
    { text: 'Hello ', kind: 'text' },
    { text: 'Ada', kind: 'filled' },
    { text: ', ', kind: 'text' },
    { text: '{nonsense}', kind: 'unknown' },
    { text: '!', kind: 'text' },
  ]);
});

test('a reminder leaves so long before the visit, and quiet hours are seen', () => {
  const quiet = { starts: '21:00', ends: '08:00' };
  expect(leavesAt('10:00', 1440, quiet)).toEqual({ daysBefore: 1, clock: '10:00', held: false });
  expect(leavesAt('10:00', 120, quiet)).toEqual({ daysBefore: 0, clock: '08:00', held: false });
  expect(leavesAt('09:00', 120, quiet)).toEqual({ daysBefore: 0, clock: '07:00', held: true });
  expect(leavesAt('09:00', 12 * 60, quiet)).toEqual({ daysBefore: 1, clock: '21:00', held: true });
  expect(offsetParts(2880)).toEqual({ count: 2, unit: 'days' });
  expect(offsetParts(90)).toEqual({ count: 90, unit: 'minutes' });
});
