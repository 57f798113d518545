import { beforeAll, describe, expect, test } from 'vitest';
import { ageOf, exponentOf, minutes, money, moneyText, toMinor } from './format.ts';
import { speak } from './index.ts';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

beforeAll(() => speak('en'));

describe('money', () => {
  test('minor units are written with the exponent of their currency', () => {
    expect(money(12_000, 'USD')).toBe('$120.00');
    expect(plain(money(12_000, 'JPY'))).toBe('¥12,000');
    expect(plain(money(1_234_567, 'KWD'))).toBe('KWD 1,234.567');
    expect(money(-50, 'USD')).toBe('-$0.50');
    expect([exponentOf('USD'), exponentOf('JPY'), exponentOf('KWD')]).toEqual([2, 0, 3]);
  });

  test('it is written as people of the language write it', async () => {
    await speak('es');
    expect(plain(money(123_456, 'EUR'))).toMatch(/1.?234[.,]56/);
    await speak('en');
  });

  test('what somebody types is read to the penny', () => {
    expect(toMinor('120', 'USD')).toBe(12_000);
    expect(toMinor('$1,234.50', 'USD')).toBe(123_450);
    expect(toMinor('1.234,50', 'EUR')).toBe(123_450);
    expect(toMinor('0.1', 'USD')).toBe(10);
    expect(toMinor('.5', 'USD')).toBe(50);
    expect(toMinor('1,234', 'USD')).toBe(123_400);
    expect(toMinor('1.234', 'KWD')).toBe(1_234);
    expect(toMinor('1,234,567', 'JPY')).toBe(1_234_567);
  });

  test('what is no amount is not read', () => {
    for (const typed of ['', 'abc', '1.2.3', '12.345', '-5', '1,23,4']) expect(toMinor(typed, 'USD'), typed).toBeNull();
  });

  test('one mark alone means what it means in the language', async () => {
    expect(toMinor('12.345', 'USD')).toBeNull();
    expect(toMinor('12,345', 'USD')).toBe(1_234_500);
    expect(toMinor('12,5', 'USD')).toBe(1_250);
    expect(toMinor('1,234,567.89', 'USD')).toBe(123_456_789);
  });

  test('writing and reading is a circle', () => {
    for (const minor of [0, 1, 99, 100, 12_345, 99_999_999]) {
      for (const currency of ['USD', 'JPY', 'KWD']) expect(toMinor(moneyText(minor, currency), currency)).toBe(minor);
    }
  });
});

test('lengths are said in hours and minutes', () => {
  expect(minutes(25)).toBe('25 min');
  expect(minutes(60)).toBe('1 hr');
  expect(minutes(70)).toBe('1 hr 10 min');
});

test('somebody is a year older on their birthday, not the day before', () => {
  expect(ageOf('1980-02-29', '2026-02-28').years).toBe(45);
  expect(ageOf('1980-02-29', '2026-03-01').years).toBe(46);
  expect(ageOf('2026-01-31', '2026-03-30')).toEqual({ years: 0, months: 1 });
});
