import { expect, test } from 'vitest';
import { OWNER_PLACES, PLACES } from '@/app/places.ts';
import { holds } from './permissions.ts';

const EVERYBODY = ['profile', 'patients.read', 'appointments.read'];
const RECEPTIONIST = [...EVERYBODY, 'patients.write', 'appointments.write', 'billing.read', 'billing.write', 'messages.read'];

const offered = (held: string[]) => [...PLACES, ...OWNER_PLACES].filter(({ needs }) => holds(held, ...needs)).map(({ path }) => path);

test('any of the permissions is enough; none asked means everybody', () => {
  expect(holds(['billing.read_own'], 'billing.read', 'billing.read_own')).toBe(true);
  expect(holds(EVERYBODY, 'billing.read')).toBe(false);
  expect(holds([])).toBe(true);
});

test('what a role may not do is not offered', () => {
  expect(offered(EVERYBODY)).toEqual(['/today', '/rooms', '/waitlist', '/patients']);
  expect(offered(RECEPTIONIST)).toEqual(['/today', '/rooms', '/waitlist', '/patients', '/desk']);
  expect(offered([...EVERYBODY, 'calendar.own', 'billing.read_own'])).toEqual(['/today', '/rooms', '/waitlist', '/patients', '/desk', '/clinic/availability', '/clinic/feeds']);
});
