/** All text people read comes from here: `t('area.key')`, in the language they chose. */
import { useSyncExternalStore } from 'react';
import type { Catalogue, Given, Key, Plural } from './catalogue.ts';

export type { Catalogue, Key } from './catalogue.ts';

export const LANGUAGES = { en: 'English', es: 'Español' } as const;
export type Language = keyof typeof LANGUAGES;

const REMEMBERED = 'clinic.language';
type Load = () => Promise<Partial<Catalogue>>;
/** A language comes in two parts: what the first page says, and the rest, which other pages bring along. */
const load: Record<Language, { first: Load; rest: Load }> = {
  en: { first: () => import('./en/first.ts').then((m) => m.first), rest: () => import('./en/rest.ts').then((m) => m.rest) },
  es: { first: () => import('./es/first.ts').then((m) => m.first), rest: () => import('./es/rest.ts').then((m) => m.rest) },
};

let catalogue: Partial<Catalogue> = {};
let whole = false;
let language: Language = 'en';
let locale = 'en-US';
let plurals = new Intl.PluralRules('en');
let numbers = new Intl.NumberFormat('en-US');
const listeners = new Set<() => void>();

/** The language the browser asks for, or the one chosen before. */
export function preferredLanguage(): Language {
  const wanted = [globalThis.localStorage?.getItem(REMEMBERED), ...(globalThis.navigator?.languages ?? [])];
  return (wanted.map((each) => each?.slice(0, 2)).find((each) => each && each in LANGUAGES) as Language) ?? 'en';
}

/** Speak a language from now on; resolves when its catalogue is there. */
export async function speak(chosen: Language, options: { remember?: boolean } = {}): Promise<void> {
  const first = await load[chosen].first();
  const rest = whole ? await load[chosen].rest() : {};
  catalogue = { ...first, ...rest };
  language = chosen;
  const regional = globalThis.navigator?.languages?.find((each) => each.startsWith(`${chosen}-`));
  locale = regional ?? (chosen === 'en' ? 'en-US' : 'es-US');
  plurals = new Intl.PluralRules(locale);
  numbers = new Intl.NumberFormat(locale);
  if (globalThis.document) document.documentElement.lang = chosen;
  if (options.remember) globalThis.localStorage?.setItem(REMEMBERED, chosen);
  for (const listener of listeners) listener();
}

/** Know the rest of the words too, in whatever language is spoken by then. */
export async function speakAll(): Promise<void> {
  while (!whole) {
    const asked = language;
    const rest = await load[asked].rest();
    if (asked !== language) continue;
    catalogue = { ...catalogue, ...rest };
    whole = true;
  }
}

/** The language spoken now. */
export const currentLanguage = (): Language => language;

/** The locale dates, numbers and money are written in. */
export const currentLocale = (): string => locale;

/** Follow the language; used once at the top, which draws everything anew when it changes. */
export function useLanguage(): Language {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentLanguage);
}

function sentence(key: string): string | Plural | undefined {
  const dot = key.indexOf('.');
  const area = catalogue[key.slice(0, dot) as keyof Catalogue] as Record<string, string | Plural> | undefined;
  return area?.[key.slice(dot + 1)];
}

function fill(text: string, given: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = given[name];
    return typeof value === 'number' ? numbers.format(value) : (value ?? hole);
  });
}

/** The sentence of a key, its holes filled; `count` chooses the plural form. */
export function t<K extends Key>(key: K, ...values: Given<K>): string {
  const found = sentence(key);
  if (found === undefined) return key;
  const given: Record<string, string | number> = values[0] ?? {};
  const text = typeof found === 'string' ? found : plurals.select(Number(given['count'])) === 'one' ? found.one : found.other;
  return fill(text, given);
}

/** The sentence of a key made at run time, such as a status or a problem's code, if there is one. */
export function tMaybe(key: string, given: Record<string, string | number> = {}): string | undefined {
  const found = sentence(key);
  return typeof found === 'string' ? fill(found, given) : undefined;
}
