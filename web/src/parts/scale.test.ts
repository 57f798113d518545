import { expect, test } from 'vitest';
import { scaled, ticksFor } from './scale.ts';

test('ticks are round, and hold all there is', () => {
  expect(ticksFor(0, 97)).toEqual([0, 25, 50, 75, 100]);
  expect(ticksFor(118, 142)).toEqual([110, 120, 130, 140, 150]);
  expect(ticksFor(36.6, 39.2)).toEqual([36, 37, 38, 39, 40]);
  expect(ticksFor(0, 0)).toEqual([0, 0.25]);
  expect(ticksFor(80, 80).length).toBeGreaterThan(1);
});

test('a value stands where it belongs, and in the middle when there is only one', () => {
  expect(scaled(5, [0, 10], [100, 0])).toBe(50);
  expect(scaled(3, [3, 3], [0, 80])).toBe(40);
});
