import { expect, test } from 'vitest';
import { touchedBy } from '@/resources/keys.ts';
import { EventReader } from './live.ts';

test('events are read however the stream is cut', () => {
  const stream = 'retry: 2000\n\nid: 1\ndata: {"type":"a.b.v1"}\n\n: still here\n\nevent: lost\ndata: {}\n\nid: 2\r\ndata: 2\r\n\r\n';
  const whole = new EventReader().read(stream);
  expect(whole).toEqual([
    ['message', '{"type":"a.b.v1"}'],
    ['lost', '{}'],
    ['message', '2'],
  ]);
  const reader = new EventReader();
  expect([...stream].flatMap((letter) => reader.read(letter))).toEqual(whole);
});

test('an event says what to load anew', () => {
  expect(touchedBy('scheduling.appointment_booked.v1')).toContainEqual(['appointments']);
  expect(touchedBy('billing.payment_taken.v1')).toEqual([['billing']]);
  expect(touchedBy('nobody.knows.v1')).toEqual([]);
});
