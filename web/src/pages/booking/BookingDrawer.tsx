/** Booking a visit in one go: patient, kind of visit, with whom, when. */
import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { ProblemNote } from '@/parts/feedback.tsx';
import { Choices } from '@/parts/Choices.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { PatientLine } from '@/parts/PatientLine.tsx';
import { Side } from '@/parts/Side.tsx';
import { say } from '@/parts/toast.tsx';
import { Notice } from '@/parts/Notice.tsx';
import { RegisterForm } from '@/pages/patients/RegisterForm.tsx';
import { useBook, useBookingPlan, type NewAppointment, type OnConflict } from '@/resources/appointments.ts';
import { useLocations, usePractitioners, useSlots, useVisitTypes, type Slot } from '@/resources/calendar.ts';
import { fullName, type Patient } from '@/resources/patients.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { longDay, minutes, time } from '@/words/format.ts';
import { browserZone, dayIn, todayIn } from '@/words/zones.ts';
import classes from './BookingDrawer.module.css';
import type { BookingStart } from './start.ts';
import { PatientPicker } from './PatientPicker.tsx';
import { fits, PlanSheet } from './PlanSheet.tsx';
import { ruleOf } from './repeat.ts';
import { Repeating, type Repeat } from './Repeating.tsx';
import { SlotPicker } from './SlotPicker.tsx';

const ANY = '';

export default function BookingDrawer({ start, onClose }: { start: BookingStart | null; onClose: () => void }) {
  return (
    <Side opened={start !== null} onClose={onClose} title={t('booking.title')} wide>
      {start && <Booking start={start} onClose={onClose} />}
    </Side>
  );
}

function Booking({ start, onClose }: { start: BookingStart; onClose: () => void }) {
  const may = useMay();
  const book = useBook();
  const [locations, visitTypes, practitioners] = [useLocations(), useVisitTypes(), usePractitioners()];
  const [patient, setPatient] = useState<Patient | null>(start.patient ?? null);
  const [registering, setRegistering] = useState<string | null>(null);
  const [visitTypeId, setVisitTypeId] = useState<string | null>(start.visit_type_id ?? null);
  const [practitionerId, setPractitionerId] = useState(start.practitioner_id ?? ANY);
  const [locationId, setLocationId] = useState(start.location_id ?? null);
  const [slot, setSlot] = useState<Slot | null>(null);
  const [clicked, setClicked] = useState(start.starts_at ?? null);
  const [overbookReason, setOverbookReason] = useState('');
  const [reason, setReason] = useState('');
  const [repeat, setRepeat] = useState<Repeat>({ every: 'once', count: '6' });
  const [how, setHow] = useState<OnConflict>('stop');
  const [missing, setMissing] = useState(false);

  const places = locations.data ?? [];
  const place = places.find(({ id }) => id === locationId) ?? places[0];
  const zone = place?.time_zone ?? browserZone();
  const today = todayIn(zone);
  const [from, setFrom] = useState(start.starts_at ? dayIn(start.starts_at, zone) : start.day && start.day > today ? start.day : today);

  const types = (visitTypes.data ?? []).filter(({ active }) => active);
  const people = (practitioners.data ?? []).filter(({ active }) => active);
  useEffect(() => {
    if (types.length === 1 && !visitTypeId) setVisitTypeId(types[0]!.id);
  }, [types, visitTypeId]);

  // The field that found the patient is gone with what it found: the keyboard goes on at the next question.
  const form = useRef<HTMLFormElement>(null);
  const found = patient?.id;
  const ready = types.length > 0;
  useEffect(() => {
    if (found && ready && !registering) form.current?.querySelector<HTMLElement>('[name=visit-type]:checked, [name=visit-type]')?.focus();
  }, [found, ready, registering]);

  const clickedDay = clicked ? dayIn(clicked, zone) : today;
  const around = useSlots({
    visit_type_id: clicked ? visitTypeId : null,
    practitioner_id: practitionerId || null,
    location_id: place?.id ?? null,
    from: clickedDay,
    to: clickedDay,
  });
  const offered = useMemo(
    () => (clicked ? around.data?.find((each) => Date.parse(each.starts_at) === Date.parse(clicked)) : undefined),
    [around.data, clicked],
  );
  const notOffered = Boolean(clicked && visitTypeId && around.data && !around.isPlaceholderData && !offered);
  const mayOverbook = notOffered && may('appointments.overbook') && practitionerId !== ANY;
  const overbooking = mayOverbook && !slot && overbookReason.trim().length > 0;
  const chosen = slot ?? offered ?? null;
  const at = chosen?.starts_at ?? (overbooking ? clicked : null);

  const single = repeat.every === 'once';
  const rule = at ? ruleOf(repeat.every, Number(repeat.count), dayIn(at, chosen?.time_zone ?? zone)) : null;
  const wanted: NewAppointment | null =
    patient && visitTypeId && at
      ? {
          patient_id: patient.id,
          practitioner_id: chosen?.practitioner_id ?? practitionerId,
          visit_type_id: visitTypeId,
          starts_at: at,
          location_id: chosen?.location_id ?? place?.id,
          overbook_reason: overbooking ? overbookReason.trim() : null,
          ...(rule && { recurrence: rule, on_conflict: how }),
        }
      : null;
  const plan = useBookingPlan(single || rule ? wanted : null);
  const visits = plan.data && !plan.isPlaceholderData && fits(plan.data, how) ? plan.data.visits.filter(({ outcome }) => outcome !== 'conflict').length : 0;

  const forget = () => setSlot(null);
  const submit = async () => {
    setMissing(true);
    if (!wanted || !patient || (!single && visits === 0)) return;
    const booked = await book.mutateAsync({ ...wanted, reason: reason.trim() || null });
    const words = { patient: fullName(patient), when: whenText(booked.starts_at, booked.time_zone) };
    say(single ? t('booking.booked', words) : t('series.booked', { ...words, count: visits }));
    onClose();
  };

  if (registering !== null) {
    return (
      <RegisterForm
        typed={registering}
        onCancel={() => setRegistering(null)}
        onDone={(registered) => {
          setPatient(registered);
          setRegistering(null);
        }}
      />
    );
  }

  return (
    <form
      ref={form}
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit().catch(forget);
      }}
    >
      <Stack gap="lg">
        {patient ? (
          <div>
            <Text size="sm" fw={500} mb={4}>
              {t('booking.patient')}
            </Text>
            <Group justify="space-between" wrap="nowrap" className={classes.patient}>
              <PatientLine patient={patient} />
              <Button size="compact-sm" variant="default" onClick={() => setPatient(null)}>
                {t('booking.patient_other')}
              </Button>
            </Group>
          </div>
        ) : (
          <PatientPicker
            label={t('booking.patient')}
            autoFocus
            onPick={setPatient}
            onNew={may('patients.write') ? setRegistering : undefined}
            error={missing ? t('booking.needs_patient') : null}
          />
        )}

        {visitTypes.data && types.length === 0 ? (
          <Notice tone="warn">{t('booking.no_visit_types')}</Notice>
        ) : types.length > 8 ? (
          <NativeSelect
            label={t('booking.visit_type')}
            name="visit-type"
            value={visitTypeId ?? ''}
            onChange={(event) => (setVisitTypeId(event.currentTarget.value || null), forget())}
            data={[{ value: '', label: '—' }, ...types.map(({ id, name, minutes: length }) => ({ value: id, label: `${name} · ${minutes(length)}` }))]}
            error={missing && !visitTypeId ? t('booking.needs_visit') : null}
          />
        ) : (
          <Choices
            label={t('booking.visit_type')}
            name="visit-type"
            value={visitTypeId}
            onChange={(id) => (setVisitTypeId(id), forget())}
            choices={types.map((type) => ({ value: type.id, label: type.name, color: type.color, hint: minutes(type.minutes) }))}
            error={missing && !visitTypeId ? t('booking.needs_visit') : null}
          />
        )}

        <div className={classes.two}>
          <NativeSelect
            label={t('booking.practitioner')}
            value={practitionerId}
            onChange={(event) => (setPractitionerId(event.currentTarget.value), forget())}
            data={[{ value: ANY, label: t('booking.anybody') }, ...people.map(({ id, display_name }) => ({ value: id, label: display_name }))]}
          />
          {places.length > 1 && (
            <NativeSelect
              label={t('booking.location')}
              value={place?.id ?? ''}
              onChange={(event) => (setLocationId(event.currentTarget.value), forget())}
              data={places.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
        </div>

        {clicked && (
          <div>
            <Text size="sm" fw={500} mb={4}>
              {t('booking.chosen_time')}
            </Text>
            <Group justify="space-between" wrap="nowrap" className={classes.patient} data-bad={notOffered || undefined}>
              <Text fw={560}>{whenText(clicked, zone)}</Text>
              <Button size="compact-sm" variant="default" onClick={() => setClicked(null)}>
                {t('common.remove')}
              </Button>
            </Group>
            {notOffered && (
              <Text size="sm" c="var(--clinic-bad)" mt={4} role="status">
                {t('booking.not_offered')} {!mayOverbook && t('booking.not_offered_choose')}
              </Text>
            )}
            {mayOverbook && (
              <TextInput
                mt="xs"
                label={t('booking.overbook_reason')}
                description={t('booking.overbook_text')}
                value={overbookReason}
                maxLength={500}
                onChange={(event) => setOverbookReason(event.currentTarget.value)}
              />
            )}
          </div>
        )}

        {(!clicked || notOffered) && (
          <div>
            <Text size="sm" fw={500} mb={4}>
              {t('booking.when')}
            </Text>
            <SlotPicker
              visit_type_id={visitTypeId}
              practitioner_id={practitionerId || null}
              location_id={place?.id ?? null}
              from={from < today ? today : from}
              onFrom={setFrom}
              today={today}
              value={slot}
              onChange={setSlot}
            />
          </div>
        )}

        {at && <Repeating repeat={repeat} onChange={(next) => (setRepeat(next), setHow('stop'))} />}
        <PlanSheet of={plan} how={how} onHow={setHow} kind="book" />

        <TextInput
          label={t('booking.reason')}
          placeholder={t('common.optional')}
          value={reason}
          maxLength={500}
          autoComplete="off"
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Stack>
      <div className={classes.foot}>
        <ProblemNote error={book.error} />
        {missing && !at && patient && visitTypeId && (
          <Text size="sm" c="var(--clinic-bad)" role="alert">
            {t('booking.needs_time')}
          </Text>
        )}
        <Button type="submit" size="md" fullWidth loading={book.isPending} disabled={Boolean(wanted) && !single && visits === 0} leftSection={<Icon name="check" />}>
          {overbooking
            ? t('booking.overbook')
            : !single && visits > 0
              ? t('series.submit', { count: visits })
              : at
                ? t('booking.submit_at', { when: whenText(at, chosen?.time_zone ?? zone) })
                : t('booking.submit')}
        </Button>
      </div>
    </form>
  );
}

const whenText = (moment: string, zone: string) => `${longDay(dayIn(moment, zone))}, ${time(moment, zone)}`;
