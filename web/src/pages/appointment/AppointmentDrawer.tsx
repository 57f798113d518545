/** One visit beside the page: who, when, what is next, what happened. */
import { Button, Divider, Group, Menu, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { Answer } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Side } from '@/parts/Side.tsx';
import { Status, Tag } from '@/parts/Status.tsx';
import { say, sayProblem } from '@/parts/toast.tsx';
import { Notice } from '@/parts/Notice.tsx';
import { useAppointment, useRoomStep, useStep, type AppointmentDetail } from '@/resources/appointments.ts';
import { useRooms } from '@/resources/calendar.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t, tMaybe } from '@/words';
import { dayTime, longDay, minutes, span } from '@/words/format.ts';
import { dayIn, todayIn } from '@/words/zones.ts';
import { CancelVisit, MissVisit, ReopenVisit } from './endings.tsx';
import { MoveForm } from './MoveForm.tsx';
import { SeriesVisits } from './SeriesVisits.tsx';
import { mayCancel, mayMove, mayReopen, nextSteps, STEP_ICONS, type NextStep } from './steps.ts';

export default function AppointmentDrawer({ id, onClose }: { id: string | null; onClose: () => void }) {
  const appointment = useAppointment(id);
  return (
    <Side opened={id !== null} onClose={onClose} title={appointment.data?.patient_name ?? t('common.loading')}>
      <Answer of={appointment}>{(found) => <Visit key={found.id} visit={found} onClose={onClose} />}</Answer>
    </Side>
  );
}

function Visit({ visit, onClose }: { visit: AppointmentDetail; onClose: () => void }) {
  const may = useMay();
  const [moving, setMoving] = useState(false);
  const [asking, setAsking] = useState<'cancel' | 'miss' | 'reopen' | null>(null);
  const zone = visit.time_zone;
  const day = dayIn(visit.starts_at, zone);
  const write = may('appointments.write');

  if (moving) return <MoveForm visit={visit} onDone={() => setMoving(false)} />;
  return (
    <Stack gap="md">
      <div>
        <Group gap="xs" mb={4}>
          <Status of={visit.status} kind="visit" />
          {visit.overbooked && <Tag tone="bad">{t('today.overbooked')}</Tag>}
          {visit.series_id && <Tag tone="plain">{t('visit.series')}</Tag>}
        </Group>
        <Text fw={600} size="lg">
          {longDay(day)}
        </Text>
        <Text className="numbers">
          {span(visit.starts_at, visit.ends_at, zone)} · {minutes(visit.minutes)}
        </Text>
      </div>
      {write && <Steps visit={visit} isToday={day === todayIn(zone)} onMiss={() => setAsking('miss')} />}
      <Facts visit={visit} />
      {visit.series_id && <SeriesVisits seriesId={visit.series_id} visitId={visit.id} />}
      <Group gap="xs">
        <Button component={Link} to={`/patients/${visit.patient_id}`} variant="default" leftSection={<Icon name="person" />} onClick={onClose}>
          {t('visit.patient_page')}
        </Button>
        {may('notes.own') && visit.arrived_at && (
          <Button
            component={Link}
            to={`/patients/${visit.patient_id}?tab=notes&note=new&visit=${visit.id}`}
            variant="default"
            leftSection={<Icon name="edit" />}
            onClick={onClose}
          >
            {t('visit.note')}
          </Button>
        )}
        {write && (
          <Menu position="bottom-end" shadow="md">
            <Menu.Target>
              <Button variant="default" rightSection={<Icon name="down" size={14} />}>
                {t('common.more')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {mayMove(visit.status) && (
                <Menu.Item leftSection={<Icon name="move" />} onClick={() => setMoving(true)}>
                  {t('visit.reschedule')}
                </Menu.Item>
              )}
              {mayReopen(visit.status) && (
                <Menu.Item leftSection={<Icon name="undo" />} onClick={() => setAsking('reopen')}>
                  {t('visit.reopen')}
                </Menu.Item>
              )}
              {mayCancel(visit.status) && (
                <Menu.Item color="red.9" leftSection={<Icon name="close" />} onClick={() => setAsking('cancel')}>
                  {t('visit.cancel')}
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
      <Divider />
      <History visit={visit} />
      <CancelVisit visit={visit} opened={asking === 'cancel'} onClose={() => setAsking(null)} />
      <MissVisit visit={visit} opened={asking === 'miss'} onClose={() => setAsking(null)} />
      <ReopenVisit visit={visit} opened={asking === 'reopen'} onClose={() => setAsking(null)} />
    </Stack>
  );
}

function Steps({ visit, isToday, onMiss }: { visit: AppointmentDetail; isToday: boolean; onMiss: () => void }) {
  const [step, room] = [useStep(), useRoomStep()];
  const steps = nextSteps(visit.status, { isToday, isPast: Date.parse(visit.starts_at) < Date.now() });
  const rooms = useRooms(steps.includes('room'));
  const [roomId, setRoomId] = useState(visit.room_id ?? '');
  if (steps.length === 0) return null;
  const here = (rooms.data ?? []).filter(({ location_id }) => location_id === visit.location_id);
  const take = (next: NextStep) => {
    if (next === 'no_show') return onMiss();
    const done = () => say(t(`visit.done_${next}`, { patient: visit.patient_name }));
    if (next === 'room') return void room.mutateAsync({ id: visit.id, room_id: roomId || null }).then(done, sayProblem);
    void step.mutateAsync({ id: visit.id, step: next }).then(done, sayProblem);
  };
  return (
    <Stack gap="xs" role="group" aria-label={t('visit.next_step')}>
      {steps.includes('room') && here.length > 0 && (
        <NativeSelect
          label={t('visit.choose_room')}
          value={roomId}
          onChange={(event) => setRoomId(event.currentTarget.value)}
          data={[{ value: '', label: t('visit.no_room') }, ...here.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      )}
      <Group gap="xs">
        {steps.map((next, index) => (
          <Button
            key={next}
            size={index === 0 ? 'md' : 'sm'}
            variant={index === 0 ? 'filled' : 'default'}
            leftSection={<Icon name={STEP_ICONS[next]} />}
            loading={step.isPending || room.isPending}
            onClick={() => take(next)}
            flex={index === 0 ? 1 : undefined}
          >
            {t(`visit.${next}`)}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}

function Facts({ visit }: { visit: AppointmentDetail }) {
  const facts: [string, string | null][] = [
    [t('booking.visit_type'), visit.visit_type_name],
    [t('visit.with'), visit.practitioner_name],
    [t('visit.where'), visit.location_name],
    [t('visit.room_name'), visit.room_name],
    [t('visit.about'), visit.reason],
  ];
  return (
    <Stack gap="xs">
      {visit.cancel_reason && <Notice tone="bad">{t('visit.cancelled_because', { reason: visit.cancel_reason })}</Notice>}
      {visit.overbook_reason && <Notice tone="warn">{t('visit.overbooked_because', { reason: visit.overbook_reason })}</Notice>}
      {facts.map(
        ([name, value]) =>
          value && (
            <Group key={name} gap="md" wrap="nowrap" align="baseline">
              <Text size="sm" c="dimmed" w={88} style={{ flex: 'none' }}>
                {name}
              </Text>
              <Text>{value}</Text>
            </Group>
          ),
      )}
    </Stack>
  );
}

function History({ visit }: { visit: AppointmentDetail }) {
  return (
    <div>
      <Text size="sm" fw={600} mb={6}>
        {t('visit.history')}
      </Text>
      <Stack gap={6}>
        {[...visit.history].reverse().map((step, index) => (
          <div key={index}>
            <Text size="sm">
              {tMaybe(`visit_status.${step.status}`) ?? step.step}
              {step.staff_name ? ` · ${step.staff_name}` : ''}
            </Text>
            <Text size="xs" c="dimmed">
              {dayTime(step.at, visit.time_zone)}
              {step.reason ? ` · ${step.reason}` : ''}
            </Text>
          </div>
        ))}
      </Stack>
    </div>
  );
}
