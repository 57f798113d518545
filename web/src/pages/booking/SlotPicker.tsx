/** Free times, grouped by day, the next free one first. */
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Answer, Empty } from '@/parts/feedback.tsx';
import { Choices } from '@/parts/Choices.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { useSlots, type Slot } from '@/resources/calendar.ts';
import { t } from '@/words';
import { longDay, time } from '@/words/format.ts';
import { addDays, dayIn } from '@/words/zones.ts';
import classes from './SlotPicker.module.css';

const DAYS = 7;
const FEW = 12;

interface Props {
  visit_type_id: string | null;
  practitioner_id: string | null;
  location_id: string | null;
  /** The first day to look at. */
  from: string;
  onFrom: (day: string) => void;
  today: string;
  value: Slot | null;
  onChange: (slot: Slot) => void;
}

export const keyOf = (slot: Slot): string => `${slot.starts_at}/${slot.practitioner_id}/${slot.location_id}`;

/** Slots by day on the location's wall calendar; of those at the same time the first one, unless all are wanted. */
export function byDay(slots: Slot[]): [string, Slot[]][] {
  const days = new Map<string, Map<string, Slot>>();
  for (const slot of slots) {
    const day = dayIn(slot.starts_at, slot.time_zone);
    const times = days.get(day) ?? new Map<string, Slot>();
    if (!times.has(slot.starts_at)) times.set(slot.starts_at, slot);
    days.set(day, times);
  }
  return [...days].map(([day, times]) => [day, [...times.values()]]);
}

export function SlotPicker(props: Props) {
  const { visit_type_id, practitioner_id, location_id, from, onFrom, today, value, onChange } = props;
  const slots = useSlots({ visit_type_id, practitioner_id, location_id, from, to: addDays(from, DAYS - 1) });
  const [opened, setOpened] = useState<string | null>(null);
  if (!visit_type_id) {
    return (
      <Text size="sm" c="dimmed">
        {t('booking.choose_visit_first')}
      </Text>
    );
  }
  return (
    <Stack gap="sm">
      <Answer of={slots} lines={4}>
        {(free) =>
          free.length === 0 ? (
            <Empty icon="calendar" title={t('booking.no_slots')}>
              {t('booking.no_slots_text')}
            </Empty>
          ) : (
            <div className={classes.days} data-fetching={slots.isPlaceholderData || undefined}>
              {byDay(free).map(([day, times], index) => {
                const shown = opened === day || times.length <= FEW + 2 ? times : times.slice(0, FEW);
                const chosen = value && times.find((slot) => keyOf(slot) === keyOf(value));
                const withChosen = chosen && !shown.includes(chosen) ? [...shown, chosen] : shown;
                return (
                  <div key={day} className={classes.day}>
                    <div className={classes.name}>
                      {longDay(day)}
                      {index === 0 && from === today && <span className={classes.next}>{t('booking.next_free')}</span>}
                    </div>
                    <Choices
                      label={longDay(day)}
                      hideLabel
                      compact
                      name="slot"
                      value={value ? keyOf(value) : null}
                      onChange={(key) => onChange(times.find((slot) => keyOf(slot) === key)!)}
                      choices={withChosen.map((slot) => ({
                        value: keyOf(slot),
                        label: time(slot.starts_at, slot.time_zone),
                        hint: practitioner_id ? undefined : shortName(slot.practitioner_name),
                      }))}
                    />
                    {times.length > shown.length && (
                      <Button size="compact-sm" variant="subtle" onClick={() => setOpened(day)}>
                        {t('booking.more_times', { count: times.length - shown.length })}
                      </Button>
                    )}
                  </div>
                );
              })}
            </div>
          )
        }
      </Answer>
      <Group justify="space-between" align="end" gap="xs">
        <TextInput
          label={t('booking.from_day')}
          type="date"
          size="sm"
          min={today}
          value={from}
          onChange={(event) => event.currentTarget.value && onFrom(event.currentTarget.value)}
        />
        <Group gap={4}>
          <Button size="xs" variant="default" disabled={from <= today} leftSection={<Icon name="left" size={14} />}
            onClick={() => onFrom(addDays(from, -DAYS) < today ? today : addDays(from, -DAYS))}>
            {t('booking.earlier_days')}
          </Button>
          <Button size="xs" variant="default" rightSection={<Icon name="right" size={14} />} onClick={() => onFrom(addDays(from, DAYS))}>
            {t('booking.later_days')}
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}

/** The last name, which is how colleagues are told apart in little space. */
const shortName = (name: string) => name.split(' ').at(-1) ?? name;
