/** What a visit looks like in the calendar; made of nodes, so that no name is ever read as markup. */
import type { Appointment } from '@/resources/appointments.ts';
import { t, tMaybe } from '@/words';
import { minutes, span } from '@/words/format.ts';

/** Since how many minutes somebody waits, if they do. */
export function waitingMinutes(appointment: Appointment, now: number): number | null {
  if (appointment.status !== 'arrived' || !appointment.arrived_at) return null;
  return Math.max(0, Math.floor((now - Date.parse(appointment.arrived_at)) / 60_000));
}

/** Since how many minutes somebody is in a room and not yet seen. */
export function roomedMinutes(appointment: Appointment, now: number): number | null {
  if (appointment.status !== 'roomed' || !appointment.roomed_at) return null;
  return Math.max(0, Math.floor((now - Date.parse(appointment.roomed_at)) / 60_000));
}

/** How a visit stands, in words that count along. */
export function standsText(appointment: Appointment, now: number): string {
  const [waits, inRoom] = [waitingMinutes(appointment, now), roomedMinutes(appointment, now)];
  if (waits !== null) return t('today.waiting_for', { minutes: minutes(waits) });
  if (inRoom !== null) return t('today.in_room_for', { minutes: minutes(inRoom) });
  return appointment.status === 'booked' ? '' : (tMaybe(`visit_status.${appointment.status}`) ?? '');
}

/** The classes that say how a visit stands. */
export function classesOf(appointment: Appointment): string[] {
  const short = appointment.minutes <= 20 ? ['visit-short'] : [];
  return ['visit', `visit-${appointment.status}`, ...short, ...(appointment.overbooked ? ['visit-overbooked'] : [])];
}

function node(tag: string, className: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** The inside of a visit's block: who, when, how it stands. */
export function blockOf(appointment: Appointment, now: number, unpaid: boolean, column: 'practitioner' | 'room'): Node[] {
  const state = standsText(appointment, now);
  const head = node('div', 'visit-head', '');
  const name = node('button', 'visit-name', appointment.patient_name) as HTMLButtonElement;
  name.type = 'button';
  head.append(name);
  if (appointment.overbooked) {
    const mark = node('span', 'visit-mark', '⧉');
    mark.title = t('today.overbooked');
    head.append(mark);
  }
  if (unpaid) {
    const mark = node('span', 'visit-unpaid', t('today.unpaid'));
    head.append(mark);
  }
  if (state) head.append(node('span', 'visit-state', state));
  const rest = [span(appointment.starts_at, appointment.ends_at, appointment.time_zone), appointment.visit_type_name];
  const other = column === 'room' ? appointment.practitioner_name : appointment.room_name;
  if (other) rest.push(other);
  return [head, node('div', 'visit-rest', rest.join(' · '))];
}
