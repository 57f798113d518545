/** Who would come if something became free: the longest waiting first, booked with a press. */
import { Button, Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useBooking } from '@/pages/booking/BookingContext.tsx';
import { PatientPicker } from '@/pages/booking/PatientPicker.tsx';
import { Editing, needed } from '@/pages/clinic/editing.tsx';
import { api, got } from '@/client';
import { Answer, Empty } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { PatientLine } from '@/parts/PatientLine.tsx';
import { Side } from '@/parts/Side.tsx';
import { say, sayProblem } from '@/parts/toast.tsx';
import { usePractitioners, useVisitTypes } from '@/resources/calendar.ts';
import type { Patient } from '@/resources/patients.ts';
import { useAddWaiting, useRemoveWaiting, useWaitlist, type Waiting } from '@/resources/waitlist.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { day } from '@/words/format.ts';

export default function WaitlistPage() {
  const write = useMay()('appointments.write');
  const waiting = useWaitlist();
  const [adding, setAdding] = useState(false);
  return (
    <Page
      title={t('waitlist.title')}
      actions={
        write && (
          <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
            {t('waitlist.add')}
          </Button>
        )
      }
    >
      <Answer of={waiting} lines={6}>
        {(items) =>
          items.length === 0 ? (
            <Empty icon="clock" title={t('waitlist.none')}>
              {t('waitlist.none_text')}
            </Empty>
          ) : (
            items.map((entry) => <Entry key={entry.id} entry={entry} write={write} />)
          )
        }
      </Answer>
      <Side opened={adding} onClose={() => setAdding(false)} title={t('waitlist.add')}>
        <NewEntry onDone={() => setAdding(false)} />
      </Side>
    </Page>
  );
}

const between = ({ earliest_on, latest_on }: Waiting) =>
  [earliest_on && t('waitlist.from', { when: day(earliest_on) }), latest_on && t('waitlist.until', { when: day(latest_on) })].filter(Boolean).join(', ');

function Entry({ entry, write }: { entry: Waiting; write: boolean }) {
  const booking = useBooking();
  const remove = useRemoveWaiting();
  const book = async () => {
    const patient = await got(api.GET('/api/patients/{patient_id}', { params: { path: { patient_id: entry.patient_id } } }));
    booking.open({ patient, visit_type_id: entry.visit_type_id, practitioner_id: entry.practitioner_id ?? undefined, day: entry.earliest_on ?? undefined });
  };
  return (
    <Card>
      <Group justify="space-between">
        <div>
          <Link to={`/patients/${entry.patient_id}`}>{entry.patient_name}</Link>
          <Text size="sm">
            {entry.visit_type_name} · {entry.practitioner_name ?? t('booking.anybody')}
          </Text>
          <Text size="sm" c="dimmed">
            {[between(entry), t('waitlist.since', { when: day(entry.created_at.slice(0, 10)) }), entry.note].filter(Boolean).join(' · ')}
          </Text>
        </div>
        {write && (
          <Group gap="xs">
            <Button size="xs" aria-label={`${t('waitlist.book')}: ${entry.patient_name}`} onClick={() => void book().catch(sayProblem)}>
              {t('waitlist.book')}
            </Button>
            <Button
              size="xs"
              variant="default"
              aria-label={`${t('waitlist.remove')}: ${entry.patient_name}`}
              onClick={() => void remove.mutateAsync(entry.id).then(() => say(t('waitlist.removed')), sayProblem)}
            >
              {t('waitlist.remove')}
            </Button>
          </Group>
        )}
      </Group>
    </Card>
  );
}

function NewEntry({ onDone }: { onDone: () => void }) {
  const add = useAddWaiting();
  const types = (useVisitTypes().data ?? []).filter(({ active }) => active);
  const people = (usePractitioners().data ?? []).filter(({ active }) => active);
  return (
    <Editing
      initial={{ patient: null as Patient | null, visit_type_id: '', practitioner_id: '', earliest_on: '', latest_on: '', note: '' }}
      check={{
        patient: (value) => (value ? null : t('booking.needs_patient')),
        visit_type_id: needed,
        latest_on: (value, all) => (!value || value >= all.earliest_on ? null : t('hours.ends_before')),
      }}
      submit={t('waitlist.add')}
      onDone={onDone}
      onSave={async ({ patient, visit_type_id, practitioner_id, earliest_on, latest_on, note }) => {
        await add.mutateAsync({
          patient_id: patient!.id,
          visit_type_id,
          practitioner_id: practitioner_id || null,
          earliest_on: earliest_on || null,
          latest_on: latest_on || null,
          note: note.trim() || null,
        });
        say(t('waitlist.added'));
      }}
    >
      {(form) => (
        <>
          {form.values.patient ? (
            <PatientLine patient={form.values.patient} />
          ) : (
            <PatientPicker label={t('booking.patient')} autoFocus onPick={(patient) => form.setFieldValue('patient', patient)} error={form.errors['patient'] as string | undefined} />
          )}
          <NativeSelect
            label={t('booking.visit_type')}
            required
            data={[{ value: '', label: '—' }, ...types.map(({ id, name }) => ({ value: id, label: name }))]}
            {...form.getInputProps('visit_type_id')}
          />
          <NativeSelect
            label={t('booking.practitioner')}
            data={[{ value: '', label: t('booking.anybody') }, ...people.map(({ id, display_name }) => ({ value: id, label: display_name }))]}
            {...form.getInputProps('practitioner_id')}
          />
          <TextInput type="date" label={t('waitlist.earliest')} {...form.getInputProps('earliest_on')} />
          <TextInput type="date" label={t('waitlist.latest')} {...form.getInputProps('latest_on')} />
          <TextInput label={t('waitlist.note')} placeholder={t('common.optional')} maxLength={500} {...form.getInputProps('note')} />
        </>
      )}
    </Editing>
  );
}
