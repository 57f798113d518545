/** Dates, times, numbers and money as people of the chosen language write them. */
import { currentLocale } from './index.ts';

const made = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();

function dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `d${currentLocale()}${JSON.stringify(options)}`;
  let format = made.get(key) as Intl.DateTimeFormat | undefined;
  if (!format) made.set(key, (format = new Intl.DateTimeFormat(currentLocale(), options)));
  return format;
}

function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `n${currentLocale()}${JSON.stringify(options)}`;
  let format = made.get(key) as Intl.NumberFormat | undefined;
  if (!format) made.set(key, (format = new Intl.NumberFormat(currentLocale(), options)));
  return format;
}

/** How many digits a currency has after the point: 2 for USD, 0 for JPY, 3 for KWD. */
export function exponentOf(currency: string): number {
  return numbers({ style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** Minor units as money: `money(12_000, 'USD')` is `$120.00`. */
export function money(minor: number, currency: string): string {
  return numbers({ style: 'currency', currency }).format(minor / 10 ** exponentOf(currency));
}

/** Minor units as a person types them: `120.00`; for filling a field. */
export function moneyText(minor: number, currency: string): string {
  const digits = exponentOf(currency);
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false } as const;
  return numbers(format).format(minor / 10 ** digits);
}

/** What stands before the decimals in this language. */
const decimalMark = (): string => numbers({}).formatToParts(0.5).find(({ type }) => type === 'decimal')?.value ?? '.';

/**
 * What somebody typed as minor units, or null if it is no amount.
 *
 * `1,234.5` and `1.234,50` are both read; of a single mark the language decides whether it groups or begins
 * the decimals, so that no amount is ever a thousand times another.
 */
export function toMinor(typed: string, currency: string): number | null {
  const digits = exponentOf(currency);
  const text = typed.replace(/[\s\p{Sc}A-Za-z]/gu, '');
  const grouped = /^(\d{1,3})(?:([.,])\d{3})*(?:([.,])(\d*))?$/.exec(text);
  const plain = /^(\d*)(?:([.,])(\d*))?$/.exec(text);
  if (!/\d/.test(text)) return null;
  const marks = text.replace(/\d/g, '');
  let decimal = '';
  if (marks.length === 1) {
    const [, , mark, after = ''] = plain ?? [];
    if (mark === decimalMark() || after.length !== 3) decimal = mark ?? '';
  } else if (marks.length > 1) {
    if (!grouped) return null;
    decimal = marks.at(-1) === marks[0] ? '' : marks.at(-1)!;
    if (new Set(decimal ? marks.slice(0, -1) : marks).size > 1) return null;
  }
  const at = decimal ? text.lastIndexOf(decimal) : text.length;
  const [whole, part] = [text.slice(0, at), text.slice(at + 1)];
  if (!/^(\d*|\d{1,3}([.,]\d{3})+)$/.test(whole) || !/^\d*$/.test(part) || part.length > digits) return null;
  return Number(whole.replace(/[.,]/g, '') || '0') * 10 ** digits + Number(part.padEnd(digits, '0') || '0');
}

/** A number. */
export const number = (value: number, options: Intl.NumberFormatOptions = {}): string => numbers(options).format(value);

/** A date without a zone (`YYYY-MM-DD`): `Feb 29, 1980`. */
export function day(date: string, options: Intl.DateTimeFormatOptions = { dateStyle: 'medium' }): string {
  return dates({ ...options, timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
}

/** A date with its weekday: `Monday, November 23`. */
export const longDay = (date: string): string => day(date, { weekday: 'long', month: 'long', day: 'numeric' });

/** A date with its weekday in short: `Mon, Nov 23`. */
export const shortDay = (date: string): string => day(date, { weekday: 'short', month: 'short', day: 'numeric' });

/** The time of a moment in a zone: `9:30 AM`. */
export function time(moment: string | Date, timeZone?: string): string {
  return dates({ timeStyle: 'short', timeZone }).format(new Date(moment));
}

/** Day and time of a moment in a zone. */
export function dayTime(moment: string | Date, timeZone?: string): string {
  return dates({ dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(moment));
}

/** From when until when, in a zone. */
export function span(from: string, to: string, timeZone?: string): string {
  return dates({ timeStyle: 'short', timeZone }).formatRange(new Date(from), new Date(to));
}

/** How old somebody born on a date is, in whole years; months while younger than two. */
export function ageOf(bornOn: string, today: string): { years: number; months: number } {
  const [by = 0, bm = 0, bd = 0] = bornOn.split('-').map(Number);
  const [ty = 0, tm = 0, td = 0] = today.split('-').map(Number);
  const months = (ty - by) * 12 + (tm - bm) - (td < bd ? 1 : 0);
  return { years: Math.max(0, Math.floor(months / 12)), months: Math.max(0, months) };
}

/** The name of a weekday, Monday being 0. */
export function weekdayName(index: number, style: 'long' | 'short' = 'long'): string {
  return dates({ weekday: style, timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, 1 + index)));
}

/** Minutes as a length: `25 min`, `1 hr 10 min`. */
export function minutes(count: number): string {
  const [hours, rest] = [Math.floor(count / 60), count % 60];
  const unit = (value: number, name: 'hour' | 'minute') =>
    numbers({ style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  if (hours === 0) return unit(rest, 'minute');
  return rest ? `${unit(hours, 'hour')} ${unit(rest, 'minute')}` : unit(hours, 'hour');
}
