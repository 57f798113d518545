/** Moving a visit to another free time, with the same practitioner or another one. */
import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Choices } from '@/parts/Choices.tsx';
import { ProblemNote } from '@/parts/feedback.tsx';
import { say } from '@/parts/toast.tsx';
import { SlotPicker } from '@/pages/booking/SlotPicker.tsx';
import { Problem } from '@/problems/problem.ts';
import { useReschedule, type Appointment } from '@/resources/appointments.ts';
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
  const [scope, setScope] = useState<'this' | 'following' | 'all'>('this');
  const [overbookReason, setOverbookReason] = useState('');
  const code = reschedule.error ? Problem.from(reschedule.error).code : '';
  const mayOverbook = may('appointments.overbook') && (code === 'slot_taken' || code === 'outside_availability');
  const when = slot ? `${shortDay(dayIn(slot.starts_at, slot.time_zone))}, ${time(slot.starts_at, slot.time_zone)}` : '';
  const submit = async () => {
    if (!slot) return;
    const { starts_at, practitioner_id } = slot;
    const overbook_reason = overbookReason.trim() || null;
    await reschedule.mutateAsync({ id: visit.id, starts_at, practitioner_id, scope, overbook_reason });
    say(t('today.moved', { patient: visit.patient_name, when }), {
      undo: () => void reschedule.mutateAsync({ id: visit.id, starts_at: visit.starts_at, practitioner_id: visit.practitioner_id, scope }),
    });
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
          onChange={setSlot}
        />
        {visit.series_id && (
          <Choices
            label={t('visit.scope')}
            name="scope"
            value={scope}
            onChange={(value) => setScope(value as typeof scope)}
            choices={(['this', 'following', 'all'] as const).map((value) => ({ value, label: t(`visit.scope_${value}`) }))}
          />
        )}
        <ProblemNote error={reschedule.error} />
        {mayOverbook && (
          <TextInput label={t('booking.overbook_reason')} value={overbookReason} onChange={(event) => setOverbookReason(event.currentTarget.value)} />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t('common.back')}
          </Button>
          <Button type="submit" disabled={!slot} loading={reschedule.isPending}>
            {slot ? `${t('visit.reschedule')}: ${when}` : t('visit.reschedule')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
