import { expect, test } from 'vitest';
import { english } from '@/words/en/index.ts';
import { readFileSync } from 'node:fs';
import { PERMISSIONS, roleKey } from './roles.ts';

test('every permission there is can be handed out, and has words', () => {
  const { components } = JSON.parse(readFileSync(new URL('../../../openapi.json', import.meta.url), 'utf8'));
  const offered = ['profile', ...Object.values(PERMISSIONS).flat()].sort();
  expect(offered).toEqual([...components.schemas.Permission.enum].sort());
  expect(Object.keys(english.permission).sort()).toEqual(offered);
});

test('a name as people type it becomes one the API takes', () => {
  expect(roleKey('Front-desk lead')).toBe('front_desk_lead');
  expect(roleKey(' Dirección 2 ')).toBe('direccion_2');
  expect(roleKey('2nd nurse')).toBe('nd_nurse');
  expect(roleKey('Somebody with a very long name')).toMatch(/^[a-z][a-z0-9_]{1,19}$/);
});
