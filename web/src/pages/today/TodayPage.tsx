/** A day of the clinic: who comes, who waits, what is free; by practitioner or as a list. */
import { ActionIcon, Button, Group, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useLive } from '@/app/live.tsx';
import { useShortcuts } from '@/app/shortcuts.ts';
import { useBooking } from '@/pages/booking/BookingContext.tsx';
import { Choices } from '@/parts/Choices.tsx';
import { Answer, Empty, Lines } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Page } from '@/parts/Page.tsx';
import { Tag } from '@/parts/Status.tsx';
import { useDay, type Appointment } from '@/resources/appointments.ts';
import { useLocations, usePractitioners, type Location } from '@/resources/calendar.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { longDay } from '@/words/format.ts';
import { addDays, browserZone, todayIn } from '@/words/zones.ts';
import { useClosed } from './useClosed.ts';
import { useMove } from './useMove.tsx';
import { useNow } from './useNow.ts';
import classes from './TodayPage.module.css';

const Calendar = lazy(() => import('./Calendar.tsx'));
const DayList = lazy(() => import('./DayList.tsx'));
const AppointmentDrawer = lazy(() => import('../appointment/AppointmentDrawer.tsx'));
const GONE = new Set(['cancelled', 'no_show']);
const NARROW = '(max-width: 700px)';

export default function TodayPage() {
  const locations = useLocations();
  return (
    <Answer of={locations}>
      {(places) =>
        places.length ? (
          <Day places={places} />
        ) : (
          <Page title={t('today.title')}>
            <Empty icon="pin" title={t('today.no_location')}>
              {t('today.no_location_text')}
            </Empty>
          </Page>
        )
      }
    </Answer>
  );
}

function Day({ places }: { places: Location[] }) {
  const [params, setParams] = useSearchParams();
  const may = useMay();
  const live = useLive();
  const booking = useBooking();
  const now = useNow();
  const narrow = useMediaQuery(NARROW, window.matchMedia(NARROW).matches);
  const [opened, setOpened] = useState<string | null>(null);
  const [touched, setTouched] = useState(false);

  const place = places.find(({ id }) => id === params.get('location')) ?? places[0]!;
  const zone = place.time_zone;
  const today = todayIn(zone);
  const day = params.get('day') ?? today;
  const asList = (params.get('view') ?? (narrow ? 'list' : 'day')) === 'list';
  const withGone = params.get('gone') === '1';
  const set = (changes: Record<string, string | null>) =>
    setParams(
      (before) => {
        for (const [name, value] of Object.entries(changes)) value === null ? before.delete(name) : before.set(name, value);
        return before;
      },
      { replace: true },
    );
  const go = (to: string) => set({ day: to === today ? null : to });

  const appointments = useDay(day, place, live);
  const practitioners = usePractitioners();
  const shown = useMemo(
    () => (appointments.data ?? []).filter(({ status }) => withGone || !GONE.has(status)),
    [appointments.data, withGone],
  );
  const columns = useMemo(
    () => (practitioners.data ?? []).filter(({ id, active }) => active || shown.some((each) => each.practitioner_id === id)),
    [practitioners.data, shown],
  );
  const { closed, range } = useClosed(columns, day, place, shown);
  const move = useMove(columns);
  useShortcuts({ ArrowLeft: () => go(addDays(day, -1)), ArrowRight: () => go(addDays(day, 1)), t: () => go(today) });

  const open = (appointment: Appointment) => {
    setTouched(true);
    setOpened(appointment.id);
  };
  const mayBook = may('appointments.write');
  const waiting = shown.filter(({ status }) => status === 'arrived').length;
  const unconfirmed = shown.filter(({ status }) => status === 'booked').length;
  const title = longDay(day);

  return (
    <Page
      title={title}
      wide
      fill={!asList}
      beside={
        <Group gap={6}>
          {day === today && <Tag tone="good">{t('common.today')}</Tag>}
          <Tag tone="plain">{t('today.count', { count: shown.length })}</Tag>
          {waiting > 0 && <Tag tone="warn">{t('today.waiting', { count: waiting })}</Tag>}
          {unconfirmed > 0 && <Tag tone="info">{t('today.unconfirmed', { count: unconfirmed })}</Tag>}
          {zone !== browserZone() && <Tag tone="plain">{t('today.zone', { zone: zone.replaceAll('_', ' ') })}</Tag>}
        </Group>
      }
      actions={
        <>
          <ActionIcon.Group>
            <ActionIcon variant="default" size={36} aria-label={t('common.previous_day')} onClick={() => go(addDays(day, -1))}>
              <Icon name="left" />
            </ActionIcon>
            <Button variant={day === today ? 'light' : 'default'} h={36} aria-current={day === today ? 'date' : undefined} onClick={() => go(today)}>
              {t('common.today')}
            </Button>
            <ActionIcon variant="default" size={36} aria-label={t('common.next_day')} onClick={() => go(addDays(day, 1))}>
              <Icon name="right" />
            </ActionIcon>
          </ActionIcon.Group>
          <TextInput
            type="date"
            aria-label={t('today.jump')}
            value={day}
            onChange={(event) => event.currentTarget.value && go(event.currentTarget.value)}
          />
          {places.length > 1 && (
            <NativeSelect
              aria-label={t('today.location')}
              value={place.id}
              data={places.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(event) => set({ location: event.currentTarget.value })}
            />
          )}
          <Choices
            label={t('today.view')}
            hideLabel
            name="view"
            value={asList ? 'list' : 'day'}
            onChange={(view) => set({ view })}
            choices={[
              { value: 'day', label: t('today.day_view') },
              { value: 'list', label: t('today.list_view') },
            ]}
          />
          <Switch label={t('today.show_cancelled')} checked={withGone} onChange={(event) => set({ gone: event.currentTarget.checked ? '1' : null })} />
          {asList && (
            <ActionIcon variant="default" size={36} aria-label={t('common.print')} onClick={() => window.print()}>
              <Icon name="print" />
            </ActionIcon>
          )}
        </>
      }
    >
      <Answer of={appointments} lines={8}>
        {() =>
          asList ? (
            shown.length ? (
              <Suspense fallback={<Lines count={8} />}>
                <DayList appointments={shown} now={now} onOpen={open} caption={t('today.print_title', { day: title })} />
              </Suspense>
            ) : (
              <Empty icon="calendar" title={t('today.empty')}>
                {mayBook ? t('today.empty_text') : ''}
              </Empty>
            )
          ) : columns.length === 0 && practitioners.data ? (
            <Empty icon="person" title={t('today.no_practitioners')}>
              {t('today.no_practitioners_text')}
            </Empty>
          ) : (
            <div className={classes.calendar} data-fetching={appointments.isPlaceholderData || undefined}>
              <Suspense fallback={<Lines count={10} />}>
                <Calendar
                  day={day}
                  zone={zone}
                  practitioners={columns}
                  appointments={shown}
                  closed={closed}
                  range={range}
                  now={now}
                  mayMove={mayBook}
                  onOpen={open}
                  onGap={(starts_at, practitioner_id) => {
                    if (mayBook) booking.open({ starts_at, practitioner_id, location_id: place.id });
                  }}
                  onMove={move}
                />
              </Suspense>
            </div>
          )
        }
      </Answer>
      {touched && (
        <Suspense fallback={null}>
          <AppointmentDrawer id={opened} onClose={() => setOpened(null)} />
        </Suspense>
      )}
    </Page>
  );
}
