/** Why somebody about to be registered may be somebody who already is. */
import type { Patient } from '@/resources/patients.ts';

export type Likeness = 'name' | 'born_on' | 'phone' | 'email';

interface Entered {
  given_name: string;
  family_name: string;
  born_on: string;
  phone: string;
  email: string;
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
const digits = (text: string | null | undefined) => (text ?? '').replace(/\D/g, '').slice(-9);

/** The ways in which two are alike. */
export function likeness(entered: Entered, patient: Patient): Likeness[] {
  const found: Likeness[] = [];
  const same = (a: string, b: string) => plain(a) !== '' && plain(a) === plain(b);
  if (same(entered.given_name, patient.given_name) && same(entered.family_name, patient.family_name)) found.push('name');
  if (entered.born_on && entered.born_on === patient.born_on) found.push('born_on');
  if (digits(entered.phone).length > 6 && digits(entered.phone) === digits(patient.phone)) found.push('phone');
  if (entered.email && entered.email.trim().toLowerCase() === patient.email?.toLowerCase()) found.push('email');
  return found;
}

/** Those of the lookalikes that deserve a second look, with the reasons. */
export function suspects(entered: Entered, lookalikes: Patient[]): { patient: Patient; reasons: Likeness[] }[] {
  return lookalikes
    .map((patient) => ({ patient, reasons: likeness(entered, patient) }))
    .filter(({ patient, reasons }) => {
      const sameFamily = plain(entered.family_name) === plain(patient.family_name);
      return (
        reasons.includes('name') || reasons.includes('phone') || reasons.includes('email') || (reasons.includes('born_on') && sameFamily)
      );
    })
    .sort((a, b) => b.reasons.length - a.reasons.length)
    .slice(0, 4);
}

/** What somebody typed into a search field as the two parts of a name. */
export function namesIn(typed: string): { given_name: string; family_name: string } {
  if (/\d/.test(typed)) return { given_name: '', family_name: '' };
  const cased = typed
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/(^|[\s,'-])(\p{Ll})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
  const comma = cased.split(/\s*,\s*/);
  if (comma.length === 2) return { given_name: comma[1] ?? '', family_name: comma[0] ?? '' };
  const space = cased.indexOf(' ');
  if (space < 0) return { given_name: '', family_name: cased };
  return { given_name: cased.slice(0, space), family_name: cased.slice(space + 1) };
}
