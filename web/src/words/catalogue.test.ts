import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CHART_LISTS } from '@/resources/chart.ts';
import { english } from './en/index.ts';
import { spanish } from './es/index.ts';
import { first } from './en/first.ts';
import { speak, speakAll, t } from './index.ts';

const SOURCES = new URL('../', import.meta.url);

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

/** The paths this app calls, with what is filled in at run time. */
function calledPaths(): RegExp[] {
  const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name) && !/test|schema/.test(name));
  const text = sources.map((name) => readFileSync(new URL(name, SOURCES), 'utf8')).join('\n');
  const found = new Set([...text.matchAll(/['`](\/api\/[^'`\s?]+)/g)].map(([, path]) => path!));
  const values: Record<string, string> = { list: Object.keys(CHART_LISTS).join('|'), step: 'confirm|arrive|start|complete|no-show' };
  return [...found].map((path) => {
    const parts = path.split(/\$\{([^}]*)\}/).map((part, index) => (index % 2 ? `(${values[part] ?? '[^/]+'})` : RegExp.escape(part)));
    return new RegExp(`^${parts.join('')}$`);
  });
}

test('every refusal of a call this app makes has a sentence', () => {
  const { paths } = JSON.parse(readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8')) as { paths: Record<string, unknown> };
  const called = calledPaths();
  const mine = Object.entries(paths).filter(([path]) => called.some((each) => each.test(path)));
  expect(mine.length).toBeGreaterThan(50);
  const codes = new Set([...JSON.stringify(mine).matchAll(/`([a-z][a-z_]+)`: /g)].map(([, code]) => code!));
  const missing = [...codes].filter((code) => !(code in english.problems));
  expect(missing).toEqual([]);
});

test('what the first page says is there from the start', () => {
  const parts = /^(app|parts|problems|session|pages\/today\/(?!Rooms|Waitlist)|pages\/(booking|appointment|entry)\/|pages\/patients\/(RegisterForm|fields|alike))/;
  const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((name) => parts.test(name) && /\.tsx?$/.test(name));
  const text = sources.map((name) => readFileSync(new URL(name, SOURCES), 'utf8')).join('\n');
  const areas = new Set([...text.matchAll(/\bt\(['`](\w+)\./g)].map(([, area]) => area!));
  expect(areas.size).toBeGreaterThan(8);
  expect([...areas].filter((area) => !(area in first))).toEqual([]);
});

test('plurals follow the count, numbers the language', async () => {
  await speak('en');
  await speakAll();
  expect(t('patients.age', { count: 1 })).toBe('1 year');
  expect(t('patients.age', { count: 46 })).toBe('46 years');
  expect(t('trail.proof_good_count', { count: 12_345 })).toContain('12,345 entries');
  await speak('es');
  expect(t('patients.age', { count: 1 })).toBe('1 año');
  expect(t('ledger.title')).not.toBe('ledger.title');
  await speak('en');
});
