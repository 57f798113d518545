/** The clinic's visits: who comes, who waits, what is free; by practitioner or room, a day, a week, a month, a list. */
import { Group } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import { useSearchParams } from 'react-router';
import { useLive } from '@/app/live.tsx';
import { useShortcuts } from '@/app/shortcuts.ts';
import { useBooking } from '@/pages/booking/BookingContext.tsx';
import { Answer, Empty, Lines } from '@/parts/feedback.tsx';
import { Page } from '@/parts/Page.tsx';
import { Tag } from '@/parts/Status.tsx';
import { useDays, type Appointment } from '@/resources/appointments.ts';
import { useUnpaidVisits } from '@/resources/billing.ts';
import { useLocations, usePractitioners, useRooms, type Location } from '@/resources/calendar.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { day as dayText, longDay } from '@/words/format.ts';
import { boundsOfDay, browserZone, todayIn } from '@/words/zones.ts';
import { daysOf, stepFrom, VIEWS, type View } from './range.ts';
import { TodayBar } from './TodayBar.tsx';
import { useClosed } from './useClosed.ts';
import { useMove } from './useMove.tsx';
import { useNow } from './useNow.ts';
import classes from './TodayPage.module.css';

const Calendar = lazy(() => import('./Calendar.tsx'));
const loadList = () => import('./DayList.tsx');
const DayList = lazy(loadList);
const Month = lazy(() => import('./Month.tsx'));
const AppointmentDrawer = lazy(() => import('../appointment/AppointmentDrawer.tsx'));
const GONE = new Set(['cancelled', 'no_show']);
const NARROW = '(max-width: 700px)';
const NONE: ReadonlySet<string> = new Set();
const EVERYBODY = 'everybody';

export default function TodayPage() {
  const locations = useLocations();
  return (
    <Answer of={locations}>
      {(places) =>
        places.length ? (
          <Days places={places} />
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

/** What is asked for by the address: it can be shared, and a reload leads back to it. */
function useAsked(places: Location[]) {
  const [params, setParams] = useSearchParams();
  const narrow = useMediaQuery(NARROW, window.matchMedia(NARROW).matches);
  const place = places.find(({ id }) => id === params.get('location')) ?? places[0]!;
  const today = todayIn(place.time_zone);
  const wanted = params.get('view') as View | null;
  const set = (changes: Record<string, string | null>) =>
    setParams(
      (before) => {
        for (const [name, value] of Object.entries(changes)) value === null ? before.delete(name) : before.set(name, value);
        return before;
      },
      { replace: true },
    );
  return {
    place,
    today,
    day: params.get('day') ?? today,
    view: wanted && VIEWS.includes(wanted) ? wanted : narrow ? ('list' as const) : ('day' as const),
    by: params.get('by') === 'room' ? ('room' as const) : ('practitioner' as const),
    who: params.get('who') ?? '',
    opened: params.get('visit'),
    withGone: params.get('gone') === '1',
    set,
    go: (to: string) => set({ day: to === today ? null : to }),
  };
}

function Days({ places }: { places: Location[] }) {
  const may = useMay();
  const booking = useBooking();
  const now = useNow();
  const { place, today, day, view, by, who, opened, withGone, set, go } = useAsked(places);
  const [printing, setPrinting] = useState(false);
  const zone = place.time_zone;
  const [first, last] = daysOf(view, day);

  const appointments = useDays(first, last, place, useLive());
  const practitioners = usePractitioners();
  const rooms = (useRooms().data ?? []).filter(({ location_id }) => location_id === place.id);
  const unpaid = useUnpaidVisits(boundsOfDay(first, zone)[0], may('billing.read', 'billing.read_own')).data ?? NONE;
  const wide = view === 'week' || view === 'month';
  const shown = useMemo(
    () => (appointments.data ?? []).filter(({ status, practitioner_id }) => (withGone || !GONE.has(status)) && (!wide || !who || practitioner_id === who)),
    [appointments.data, withGone, wide, who],
  );
  const people = useMemo(
    () => (practitioners.data ?? []).filter(({ id, active }) => active || shown.some((each) => each.practitioner_id === id)),
    [practitioners.data, shown],
  );
  const roomNames = rooms.map(({ id, name }) => `${id}/${name}`).join();
  const columns = useMemo(() => {
    if (view === 'week') return [{ id: EVERYBODY, title: '' }];
    if (by === 'practitioner') return people.map(({ id, display_name }) => ({ id, title: display_name }));
    return [...rooms.map(({ id, name }) => ({ id, title: name })), { id: '', title: t('visit.no_room') }];
  }, [view, by, people, roomNames]);
  const columnOf = useCallback(
    (each: Appointment) => (view === 'week' ? EVERYBODY : by === 'room' ? (each.room_id ?? '') : each.practitioner_id),
    [view, by],
  );
  const { closed, range } = useClosed(people, day, place, shown);
  const { move, lengthen } = useMove(view === 'week' ? [] : columns, view === 'week' ? 'practitioner' : by);
  useShortcuts({ ArrowLeft: () => go(stepFrom(view, day, -1)), ArrowRight: () => go(stepFrom(view, day, 1)), t: () => go(today) });

  const open = (appointment: Appointment) => set({ visit: appointment.id });
  const print = () =>
    void loadList().then(() => {
      flushSync(() => setPrinting(true));
      window.print();
      setPrinting(false);
    });
  const mayBook = may('appointments.write');
  const title = view === 'month' ? dayText(day, { month: 'long', year: 'numeric' }) : view === 'week' ? `${dayText(first)} – ${dayText(last)}` : longDay(day);
  const list = (
    <DayList appointments={shown} now={now} unpaid={unpaid} onOpen={open} caption={t('today.print_title', { day: title })} />
  );
  return (
    <Page
      title={title}
      wide
      fill={view === 'day' || view === 'week'}
      beside={<Glance shown={shown} unpaid={unpaid} isToday={first === last && day === today} zone={zone} />}
      actions={<TodayBar {...{ view, day, today, by, who, people, place, places, withGone, go, set }} rooms={rooms.length > 0} onPrint={print} />}
    >
      <Answer of={appointments} lines={8}>
        {() => {
          if (view === 'month') {
            const openDay = (to: string) => set({ day: to === today ? null : to, view: 'day' });
            return (
              <Suspense fallback={<Lines count={8} />}>
                <Month day={day} today={today} zone={zone} appointments={shown} unpaid={unpaid} onDay={openDay} />
              </Suspense>
            );
          }
          if (view === 'list') {
            if (shown.length) return <Suspense fallback={<Lines count={8} />}>{list}</Suspense>;
            return (
              <Empty icon="calendar" title={t('today.empty')}>
                {mayBook ? t('today.empty_text') : ''}
              </Empty>
            );
          }
          if (people.length === 0 && practitioners.data) {
            return (
              <Empty icon="person" title={t('today.no_practitioners')}>
                {t('today.no_practitioners_text')}
              </Empty>
            );
          }
          return (
            <div className={`${classes.calendar} no-print`} data-fetching={appointments.isPlaceholderData || undefined}>
              <Suspense fallback={<Lines count={10} />}>
                <Calendar
                  {...{ columns, columnOf, by, zone, unpaid, range, now }}
                  day={first}
                  days={view === 'week' ? 7 : 1}
                  appointments={shown}
                  closed={view === 'day' && by === 'practitioner' ? closed : []}
                  mayMove={mayBook}
                  onOpen={open}
                  onGap={(starts_at, column) => {
                    const practitioner_id = view === 'week' ? who || undefined : by === 'practitioner' ? column : undefined;
                    if (mayBook) booking.open({ starts_at, practitioner_id, location_id: place.id });
                  }}
                  onMove={(each, starts_at, column) => move(each, starts_at, view === 'week' ? each.practitioner_id : column)}
                  onLength={lengthen}
                />
              </Suspense>
            </div>
          );
        }}
      </Answer>
      {printing && view === 'day' && <div className="print-only">{list}</div>}
      {opened !== null && (
        <Suspense fallback={null}>
          <AppointmentDrawer id={opened} onClose={() => set({ visit: null })} />
        </Suspense>
      )}
    </Page>
  );
}

/** What somebody at the desk has to know before anything else. */
function Glance({ shown, unpaid, isToday, zone }: { shown: Appointment[]; unpaid: ReadonlySet<string>; isToday: boolean; zone: string }) {
  const waiting = shown.filter(({ status }) => status === 'arrived').length;
  const unconfirmed = shown.filter(({ status }) => status === 'booked').length;
  const overbooked = shown.filter((each) => each.overbooked).length;
  const owed = shown.filter(({ id }) => unpaid.has(id)).length;
  return (
    <Group gap={6}>
      {isToday && <Tag tone="good">{t('common.today')}</Tag>}
      <Tag tone="plain">{t('today.count', { count: shown.length })}</Tag>
      {waiting > 0 && <Tag tone="warn">{t('today.waiting', { count: waiting })}</Tag>}
      {unconfirmed > 0 && <Tag tone="info">{t('today.unconfirmed', { count: unconfirmed })}</Tag>}
      {overbooked > 0 && <Tag tone="bad">{t('today.overbooked_count', { count: overbooked })}</Tag>}
      {owed > 0 && <Tag tone="warn">{t('today.unpaid_count', { count: owed })}</Tag>}
      {zone !== browserZone() && <Tag tone="plain">{t('today.zone', { zone: zone.replaceAll('_', ' ') })}</Tag>}
    </Group>
  );
}
