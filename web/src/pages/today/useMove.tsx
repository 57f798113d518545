/** Moving a visit by hand, or giving it another length or room: it happens at once, and a press takes it back. */
import { say, sayProblem } from '@/parts/toast.tsx';
import { useChangeVisit, useReschedule, type Appointment } from '@/resources/appointments.ts';
import { t } from '@/words';
import { minutes, time } from '@/words/format.ts';
import type { Column } from './Calendar.tsx';

/** Says that something did not work, and lets the calendar know, which puts it back. */
const told = (error: unknown): never => {
  sayProblem(error);
  throw error;
};

/** What the calendar does with a visit; each rejects when it could not be done. */
export function useMove(columns: Column[], by: 'practitioner' | 'room') {
  const [reschedule, change] = [useReschedule(), useChangeVisit()];
  const undone = () => say(t('common.undone'));

  const move = async (appointment: Appointment, starts_at: string, column: string): Promise<void> => {
    const { id, practitioner_id, room_id, version } = appointment;
    const to = by === 'practitioner' ? column || practitioner_id : practitioner_id;
    const room = by === 'room' ? column || null : room_id;
    const later = Date.parse(starts_at) !== Date.parse(appointment.starts_at) || to !== practitioner_id;
    const put = async (at: { starts_at: string; practitioner_id: string; room_id: string | null }, from: { room_id: string | null; version: number }) => {
      const moved = later ? await reschedule.mutateAsync({ id, starts_at: at.starts_at, practitioner_id: at.practitioner_id }) : null;
      return at.room_id === from.room_id ? moved : change.mutateAsync({ id, version: moved?.version ?? from.version, room_id: at.room_id });
    };
    const now = await put({ starts_at, practitioner_id: to, room_id: room }, { room_id, version }).catch(told);
    const name = columns.find((each) => each.id === column)?.title ?? '';
    const elsewhere = to !== practitioner_id || room !== room_id;
    const when = `${time(starts_at, appointment.time_zone)}${elsewhere && name ? `, ${name}` : ''}`;
    say(t('today.moved', { patient: appointment.patient_name, when }), {
      undo: () => void put(appointment, { room_id: room, version: now?.version ?? version }).then(undone, sayProblem),
    });
  };

  const lengthen = async (appointment: Appointment, length: number): Promise<void> => {
    const changed = await change.mutateAsync({ id: appointment.id, version: appointment.version, minutes: length }).catch(told);
    say(t('today.lasts', { patient: appointment.patient_name, minutes: minutes(length) }), {
      undo: () => void change.mutateAsync({ id: appointment.id, version: changed.version, minutes: appointment.minutes }).then(undone, sayProblem),
    });
  };
  return { move, lengthen };
}
