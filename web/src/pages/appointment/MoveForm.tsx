/** Moving a visit to another free time, with the same practitioner or another one. */
import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Choices } from '@/parts/Choices.tsx';
import { ProblemNote } from '@/parts/feedback.tsx';
import { say, sayProblem } from '@/parts/toast.tsx';
import { fits, PlanSheet } from '@/pages/booking/PlanSheet.tsx';
import { SlotPicker } from '@/pages/booking/SlotPicker.tsx';
import { Problem } from '@/problems/problem.ts';
import { useMovePlan, useReschedule, type Appointment, type OnConflict, type Scope } from '@/resources/appointments.ts';
import { usePractitioners, type Slot } from '@/resources/calendar.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { shortDay, time } from '@/words/format.ts';
import { dayIn, todayIn } from '@/words/zones.ts';

export function MoveForm({ visit, onDone }: { visit: Appointment; onDone: () => void }) {
  const may = useMay();
  const reschedule = useReschedule();
  const practitioners = usePractitioners();
  const today = todayIn(visit.time_zone);
  const day = dayIn(visit.starts_at, visit.time_zone);
  const [practitionerId, setPractitionerId] = useState(visit.practitioner_id);
  const [from, setFrom] = useState(day > today ? day : today);
  const [slot, setSlot] = useState<Slot | null>(null);
  const [scope, setScope] = useState<Scope>('this');
  const [how, setHow] = useState<OnConflict>('stop');
  const [overbookReason, setOverbookReason] = useState('');
  const code = reschedule.error ? Problem.from(reschedule.error).code : '';
  const mayOverbook = may('appointments.overbook') && (code === 'slot_taken' || code === 'outside_availability');
  const when = slot ? `${shortDay(dayIn(slot.starts_at, slot.time_zone))}, ${time(slot.starts_at, slot.time_zone)}` : '';
  const wanted = slot && { starts_at: slot.starts_at, practitioner_id: slot.practitioner_id, scope, on_conflict: how };
  const plan = useMovePlan(visit.id, scope === 'this' ? null : wanted);
  const ready = scope === 'this' || (plan.data !== undefined && !plan.isPlaceholderData && fits(plan.data, how));
  const submit = async () => {
    if (!wanted || !ready) return;
    await reschedule.mutateAsync({ id: visit.id, ...wanted, overbook_reason: overbookReason.trim() || null });
    const back = { id: visit.id, starts_at: visit.starts_at, practitioner_id: visit.practitioner_id, scope };
    // Of a series whose visits went different ways, no single move leads back.
    const undo = how === 'stop' ? () => void reschedule.mutateAsync(back).catch(sayProblem) : undefined;
    say(t('today.moved', { patient: visit.patient_name, when }), { undo });
    onDone();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit().catch(() => undefined);
      }}
    >
      <Stack gap="md">
        <NativeSelect
          label={t('booking.practitioner')}
          value={practitionerId}
          onChange={(event) => (setPractitionerId(event.currentTarget.value), setSlot(null))}
          data={[
            { value: '', label: t('booking.anybody') },
            ...(practitioners.data ?? []).filter(({ active }) => active).map(({ id, display_name }) => ({ value: id, label: display_name })),
          ]}
        />
        <SlotPicker
          visit_type_id={visit.visit_type_id}
          practitioner_id={practitionerId || null}
          location_id={visit.location_id}
          from={from}
          onFrom={setFrom}
          today={today}
          value={slot}
          onChange={(next) => (setSlot(next), setHow('stop'))}
        />
        {visit.series_id && (
          <Choices
            label={t('visit.scope')}
            name="scope"
            value={scope}
            onChange={(value) => (setScope(value as Scope), setHow('stop'))}
            choices={(['this', 'following', 'all'] as const).map((value) => ({ value, label: t(`visit.scope_${value}`) }))}
          />
        )}
        {scope !== 'this' && <PlanSheet of={plan} how={how} onHow={setHow} kind="move" />}
        <ProblemNote error={reschedule.error} />
        {mayOverbook && (
          <TextInput label={t('booking.overbook_reason')} value={overbookReason} onChange={(event) => setOverbookReason(event.currentTarget.value)} />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t('common.back')}
          </Button>
          <Button type="submit" disabled={!slot || !ready} loading={reschedule.isPending}>
            {slot ? `${t('visit.reschedule')}: ${when}` : t('visit.reschedule')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
