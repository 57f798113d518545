import { expect, test, vi } from 'vitest';
import { IDLE_MS, Lock } from './lock.ts';

function desk() {
  const kept = new Map<string, string>();
  const memory = { getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, value: string) => void kept.set(name, value), removeItem: (name: string) => void kept.delete(name) };
  const clock = { at: 1_000_000 };
  return { clock, kept, lock: new Lock({ memory, now: () => clock.at }), again: () => new Lock({ memory, now: () => clock.at }) };
}

test('a screen closes when nobody was here for minutes, and not while somebody is', () => {
  const { clock, lock } = desk();
  const told = vi.fn();
  lock.subscribe(told);
  lock.touch();
  clock.at += IDLE_MS - 1;
  lock.touch();
  clock.at += IDLE_MS - 1;
  lock.look();
  expect(lock.isClosed()).toBe(false);
  clock.at += 1;
  lock.look();
  expect(lock.isClosed()).toBe(true);
  expect(told).toHaveBeenCalledOnce();
});

test('the first move after minutes away, or a reload, closes the screen and does not keep it open', () => {
  const { clock, lock, again } = desk();
  lock.touch();
  clock.at += IDLE_MS;
  again().touch();
  expect(lock.isClosed()).toBe(true);
});

test('a closed screen stays closed after a reload, whatever is touched, until it is opened', () => {
  const { clock, lock, again, kept } = desk();
  lock.close();
  const reloaded = again();
  reloaded.touch();
  expect(reloaded.isClosed()).toBe(true);
  reloaded.open();
  clock.at += 1;
  reloaded.look();
  expect(reloaded.isClosed()).toBe(false);
  expect([...kept.keys()]).toEqual(['clinic.touched']);
});
