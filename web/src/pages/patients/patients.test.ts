import { describe, expect, test } from 'vitest';
import type { Patient } from '@/resources/patients.ts';
import { likeness, namesIn, suspects } from './alike.ts';
import { changed, differences, merged } from './conflict.ts';

const ada = {
  id: '1', record_number: 'P-1', given_name: 'Ada', family_name: 'Lovelace', born_on: '1980-02-29', phone: '+12125551000', email: 'ada@x.test',
} as Patient;
const entered = { given_name: '', family_name: '', born_on: '', phone: '', email: '' };

describe('lookalikes', () => {
  test('are known by name, date of birth, phone and e-mail', () => {
    expect(likeness({ ...entered, given_name: 'ada', family_name: 'LOVELACÉ' }, ada)).toEqual(['name']);
    expect(likeness({ ...entered, phone: '(212) 555-1000' }, ada)).toEqual(['phone']);
    expect(likeness({ ...entered, born_on: '1980-02-29', email: 'ADA@x.test' }, ada)).toEqual(['born_on', 'email']);
  });

  test('a shared date of birth alone is no suspicion', () => {
    expect(suspects({ ...entered, family_name: 'Byron', born_on: '1980-02-29' }, [ada])).toEqual([]);
    expect(suspects({ ...entered, given_name: 'A.', family_name: 'Lovelace', born_on: '1980-02-29' }, [ada])).toHaveLength(1);
  });
});

test('what was typed into the search becomes a name', () => {
  expect(namesIn('ada lovelace')).toEqual({ given_name: 'Ada', family_name: 'Lovelace' });
  expect(namesIn('Lovelace, Ada')).toEqual({ given_name: 'Ada', family_name: 'Lovelace' });
  expect(namesIn('lovelace')).toEqual({ given_name: '', family_name: 'Lovelace' });
  expect(namesIn('maria de la cruz')).toEqual({ given_name: 'Maria', family_name: 'De La Cruz' });
  expect(namesIn('212 555')).toEqual({ given_name: '', family_name: '' });
});

describe('two people change the same record', () => {
  const seen = { phone: '1', email: 'a', city: 'X' };
  const mine = { phone: '2', email: 'a', city: 'X' };
  const theirs = { phone: '1', email: 'b', city: 'X' };

  test('only what I changed is sent', () => {
    expect(changed(seen, mine)).toEqual({ phone: '2' });
    expect(changed({ address: { city: 'X' } }, { address: { city: 'X' } })).toEqual({});
  });

  test('what they changed is shown, and both are kept', () => {
    expect(differences(seen, theirs)).toEqual([['email', 'b']]);
    expect(merged(seen, mine, theirs)).toEqual({ phone: '2', email: 'b', city: 'X' });
  });
});
