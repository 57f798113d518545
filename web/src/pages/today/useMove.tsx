/** Moving a visit by hand: it moves at once, and a press takes it back. */
import { say, sayProblem } from '@/parts/toast.tsx';
import { useReschedule, type Appointment } from '@/resources/appointments.ts';
import type { Practitioner } from '@/resources/calendar.ts';
import { t } from '@/words';
import { time } from '@/words/format.ts';

/** Moves a visit and offers to undo it; rejects when it could not be moved. */
export function useMove(practitioners: Practitioner[]) {
  const reschedule = useReschedule();
  return async (appointment: Appointment, starts_at: string, practitioner_id: string): Promise<void> => {
    const before = { id: appointment.id, starts_at: appointment.starts_at, practitioner_id: appointment.practitioner_id };
    try {
      await reschedule.mutateAsync({ id: appointment.id, starts_at, practitioner_id });
    } catch (error) {
      sayProblem(error);
      throw error;
    }
    const name = practitioners.find(({ id }) => id === practitioner_id)?.display_name ?? '';
    const when = `${time(starts_at, appointment.time_zone)}${practitioner_id === appointment.practitioner_id ? '' : `, ${name}`}`;
    say(t('today.moved', { patient: appointment.patient_name, when }), {
      undo: () => void reschedule.mutateAsync(before).then(() => say(t('common.undone')), sayProblem),
    });
  };
}
