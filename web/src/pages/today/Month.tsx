/** A month at a glance: how full each day is, and what on it needs somebody; a press opens the day. */
import { VisuallyHidden } from '@mantine/core';
import type { Appointment } from '@/resources/appointments.ts';
import { t } from '@/words';
import { longDay, number, weekdayName } from '@/words/format.ts';
import { dayIn } from '@/words/zones.ts';
import classes from './Month.module.css';
import { daysOfMonth } from './range.ts';

interface Props {
  day: string;
  today: string;
  zone: string;
  appointments: Appointment[];
  unpaid: ReadonlySet<string>;
  onDay: (day: string) => void;
}

export default function Month({ day, today, zone, appointments, unpaid, onDay }: Props) {
  const byDay = Map.groupBy(appointments, (each) => dayIn(each.starts_at, zone));
  const most = Math.max(1, ...[...byDay.values()].map((those) => those.reduce((sum, { minutes }) => sum + minutes, 0)));
  return (
    <div className={classes.month}>
      <div className={classes.names} aria-hidden>
        {[0, 1, 2, 3, 4, 5, 6].map((index) => (
          <span key={index}>{weekdayName(index, 'short')}</span>
        ))}
      </div>
      <ol className={classes.days}>
        {daysOfMonth(day).map((date) => {
          const those = byDay.get(date) ?? [];
          const open = those.filter(({ status }) => status === 'booked').length;
          const owed = those.filter(({ id }) => unpaid.has(id)).length;
          const booked = those.reduce((sum, { minutes }) => sum + minutes, 0);
          return (
            <li key={date}>
              <button
                type="button"
                className={classes.day}
                data-outside={date.slice(0, 7) !== day.slice(0, 7) || undefined}
                aria-current={date === today ? 'date' : undefined}
                onClick={() => onDay(date)}
              >
                <VisuallyHidden>{longDay(date)}</VisuallyHidden>
                <span className={classes.number} aria-hidden>
                  {number(Number(date.slice(8)))}
                </span>
                {those.length > 0 && (
                  <>
                    <span className={classes.bar}>
                      <span style={{ width: `${Math.round((booked / most) * 100)}%` }} />
                    </span>
                    <span className={classes.count}>{t('today.count', { count: those.length })}</span>
                    {open > 0 && <span className={classes.open}>{t('today.unconfirmed', { count: open })}</span>}
                    {owed > 0 && <span className={classes.owed}>{t('today.unpaid_count', { count: owed })}</span>}
                  </>
                )}
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
