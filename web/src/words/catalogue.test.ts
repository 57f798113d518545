import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { english } from './en/index.ts';
import { spanish } from './es/index.ts';
import { speak, t } from './index.ts';

type Areas = Record<string, Record<string, string | { one: string; other: string }>>;
const forms = (value: string | { one: string; other: string }) => (typeof value === 'string' ? [value] : [value.one, value.other]);
const holes = (value: string | { one: string; other: string }) =>
  [...new Set(forms(value).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)))].sort();

test('every language says everything, with the same holes', () => {
  for (const [area, sentences] of Object.entries(english as Areas)) {
    const theirs = (spanish as unknown as Areas)[area]!;
    expect(Object.keys(theirs).sort(), area).toEqual(Object.keys(sentences).sort());
    for (const [name, value] of Object.entries(sentences)) {
      // What the API says about one case is English; another language says it in its own general words.
      if (holes(value).includes('detail')) continue;
      expect(holes(theirs[name]!), `${area}.${name}`).toEqual(holes(value));
      for (const text of forms(theirs[name]!)) expect(text.trim(), `${area}.${name}`).not.toBe('');
    }
  }
});

test('every refusal the API documents has a sentence', () => {
  const document = readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8');
  const codes = new Set([...document.matchAll(/`([a-z][a-z_]+)`: /g)].map(([, code]) => code!));
  const later = /feed|import|merge|waitlist|series|note|signed|placeholder|template|rule_twice|quiet|recurrence|survivor|dry_run|nothing_to_take|time_off|patient_link|link_|consent|document|upload|coverage|claim|payer|remittance/;
  const known = new Set(Object.keys(english.problems));
  const missing = [...codes].filter((code) => !known.has(code) && !later.test(code));
  expect(missing).toEqual([]);
});

test('plurals follow the count, numbers the language', async () => {
  await speak('en');
  expect(t('patients.age', { count: 1 })).toBe('1 year');
  expect(t('patients.age', { count: 46 })).toBe('46 years');
  expect(t('trail.proof_good_count', { count: 12_345 })).toContain('12,345 entries');
  await speak('es');
  expect(t('patients.age', { count: 1 })).toBe('1 año');
  await speak('en');
});
