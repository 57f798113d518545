/** What a message would say: placeholders filled with somebody who does not exist. */
import { t } from '@/words';

export interface Piece {
  text: string;
  /** Filled in when it is sent; unknown ones are faults. */
  kind: 'text' | 'filled' | 'unknown';
}

const SAMPLES: Record<string, () => string> = {
  patient_name: () => 'Ada Lovelace',
  given_name: () => 'Ada',
  family_name: () => 'Lovelace',
  practitioner: () => 'Dr. Okafor',
  location: () => 'Main Street',
  visit_type: () => t('preview.visit_type'),
  date: () => t('preview.date'),
  time: () => t('preview.time'),
  clinic_name: () => t('common.app'),
  link: () => `${location.origin}/visits/…`,
};

/** A text in pieces, with its placeholders filled. */
export function piecesOf(text: string, placeholders: readonly string[]): Piece[] {
  return text.split(/(\{[a-z_]+\})/).flatMap((part): Piece[] => {
    const name = /^\{([a-z_]+)\}$/.exec(part)?.[1];
    if (!name) return part ? [{ text: part, kind: 'text' }] : [];
    if (!placeholders.includes(name)) return [{ text: part, kind: 'unknown' }];
    return [{ text: SAMPLES[name]?.() ?? `…${name.replaceAll('_', ' ')}…`, kind: 'filled' }];
  });
}

/** `90` → one hour and a half before; days where they are whole. */
export function offsetParts(minutes: number): { count: number; unit: 'minutes' | 'hours' | 'days' } {
  if (minutes % 1440 === 0) return { count: minutes / 1440, unit: 'days' };
  if (minutes % 60 === 0) return { count: minutes / 60, unit: 'hours' };
  return { count: minutes, unit: 'minutes' };
}

/** When a reminder would leave for a visit at a time of a day, quiet hours kept; clocks as `HH:MM`, days before it. */
export function leavesAt(visit: string, offsetMinutes: number, quiet: { starts: string; ends: string }): { daysBefore: number; clock: string; held: boolean } {
  const minuteOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
  const at = minuteOf(visit) - offsetMinutes;
  const daysBefore = Math.ceil(Math.max(0, -at) / 1440);
  const minute = ((at % 1440) + 1440) % 1440;
  const [starts, ends] = [minuteOf(quiet.starts), minuteOf(quiet.ends)];
  const held = starts <= ends ? minute >= starts && minute < ends : minute >= starts || minute < ends;
  const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  return { daysBefore, clock, held };
}
