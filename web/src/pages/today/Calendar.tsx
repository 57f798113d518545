/** A day, or a week, as columns: practitioners or rooms side by side, time downwards; drawn by event-calendar, fed with wall-clock times. */
import { createCalendar, destroyCalendar, Interaction, ResourceTimeGrid, type Calendar as Drawn } from '@event-calendar/core';
import '@event-calendar/core/index.css';
import { useEffect, useRef } from 'react';
import type { Appointment } from '@/resources/appointments.ts';
import { currentLocale, t } from '@/words';
import { offsetText, momentOf, toInstant, wallClock } from '@/words/zones.ts';
import './calendar.css';
import { blockOf, classesOf } from './block.ts';
import { clockOf, type Stretch } from './openHours.ts';
import { keepRolesPlain } from './plainRoles.ts';

/** A column of the day: a practitioner, a room, or nobody in particular. */
export interface Column {
  id: string;
  title: string;
}

interface Props {
  /** The day, or the first of the seven days of a week. */
  day: string;
  days: 1 | 7;
  zone: string;
  columns: Column[];
  columnOf: (appointment: Appointment) => string;
  by: 'practitioner' | 'room';
  appointments: Appointment[];
  unpaid: ReadonlySet<string>;
  /** When each practitioner is not there, in wall-clock times of the day. */
  closed: Stretch[];
  /** What the grid shows, in minutes of the day. */
  range: [number, number];
  now: number;
  mayMove: boolean;
  onOpen: (appointment: Appointment) => void;
  onGap: (starts_at: string, column: string) => void;
  onMove: (appointment: Appointment, starts_at: string, column: string) => Promise<void>;
  onLength: (appointment: Appointment, minutes: number) => Promise<void>;
}

const MOVABLE = new Set(['booked', 'confirmed']);

export default function Calendar(props: Props) {
  const { day, days, zone, columns, columnOf, appointments, unpaid, closed, range, now, mayMove } = props;
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn | null>(null);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    const known = (id: string | number) => latest.current.appointments.find((each) => each.id === String(id));
    const calendar = createCalendar(place.current!, [ResourceTimeGrid, Interaction], {
      view: 'resourceTimeGridDay',
      headerToolbar: { start: '', center: '', end: '' },
      height: '100%',
      allDaySlot: false,
      nowIndicator: true,
      slotDuration: '00:15',
      slotLabelInterval: '01:00',
      slotHeight: 26,
      snapDuration: '00:05',
      slotEventOverlap: false,
      pointer: true,
      firstDay: 1,
      dayHeaderFormat: { weekday: 'short', day: 'numeric' },
      dragScroll: true,
      longPressDelay: 350,
      eventClassNames: ({ event }) => {
        const appointment = known(event.id);
        return appointment ? classesOf(appointment) : [];
      },
      eventContent: ({ event }) => {
        const appointment = known(event.id);
        return appointment ? { domNodes: blockOf(appointment, latest.current.now, latest.current.unpaid.has(appointment.id), latest.current.by) } : undefined;
      },
      eventClick: ({ event }) => {
        const appointment = known(event.id);
        if (appointment) latest.current.onOpen(appointment);
      },
      dateClick: ({ dateStr, resource }) => {
        if (resource) latest.current.onGap(toInstant(momentOf(dateStr.slice(0, 19), latest.current.zone)), String(resource.id));
      },
      eventDrop: ({ event, delta, newResource, revert }) => {
        const appointment = known(event.id);
        if (!appointment) return revert();
        const before = wallClock(appointment.starts_at, latest.current.zone);
        const moved = Date.parse(`${before}Z`) + (delta.days * 86_400 + delta.seconds) * 1000;
        const starts_at = toInstant(momentOf(new Date(moved).toISOString().slice(0, 19), latest.current.zone));
        latest.current.onMove(appointment, starts_at, String(newResource?.id ?? latest.current.columnOf(appointment))).catch(revert);
      },
      eventResize: ({ event, endDelta, revert }) => {
        const appointment = known(event.id);
        if (!appointment) return revert();
        latest.current.onLength(appointment, appointment.minutes + Math.round(endDelta.seconds / 60)).catch(revert);
      },
    });
    drawn.current = calendar;
    const stop = keepRolesPlain(place.current!);
    return () => {
      stop();
      drawn.current = null;
      void destroyCalendar(calendar);
    };
  }, []);

  useEffect(() => {
    drawn.current
      ?.setOption('locale', currentLocale())
      .setOption('slotLabelFormat', { timeStyle: 'short' })
      .setOption('timeZone', offsetText(day, zone))
      .setOption('datesAboveResources', days === 7)
      .setOption('view', days === 7 ? 'resourceTimeGridWeek' : 'resourceTimeGridDay')
      .setOption('date', day)
      .setOption('slotMinTime', clockOf(range[0]))
      .setOption('slotMaxTime', clockOf(range[1]));
  }, [day, days, zone, range[0], range[1]]);

  useEffect(() => {
    drawn.current?.setOption(
      'resources',
      columns.map(({ id, title }) => ({ id, title })),
    );
  }, [columns]);

  useEffect(() => {
    drawn.current?.setOption('events', [
      ...closed.map((stretch, index) => ({
        id: `closed-${index}`,
        resourceIds: [stretch.practitioner_id],
        start: `${day}T${clockOf(stretch.from)}:00`,
        end: `${day}T${clockOf(stretch.to)}:00`,
        display: 'background' as const,
        classNames: ['closed'],
      })),
      ...appointments.map((each) => ({
        id: each.id,
        resourceIds: [columnOf(each)],
        start: wallClock(each.starts_at, zone),
        end: wallClock(each.ends_at, zone),
        title: t('visit.open', { patient: each.patient_name }),
        startEditable: mayMove && MOVABLE.has(each.status),
        durationEditable: mayMove && MOVABLE.has(each.status),
        styles: each.color ? [`--visit: ${each.color}`] : [],
      })),
    ]);
  }, [appointments, closed, columnOf, unpaid, day, zone, mayMove, now]);

  return <div ref={place} className="day-calendar" data-days={days} role="group" aria-label={t('today.title_day')} />;
}
