/** When a location is closed: whole days, or some hours of them. */
import { ActionIcon, Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Answer } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Side } from '@/parts/Side.tsx';
import { say, sayProblem } from '@/parts/toast.tsx';
import { useAddClosure, useClosures, useRemoveClosure, type Closure, type Location } from '@/resources/calendar.ts';
import { t } from '@/words';
import { day } from '@/words/format.ts';
import { addDays, todayIn } from '@/words/zones.ts';
import { Editing, needed } from './editing.tsx';

/** The hours of the API's day from its beginning to its end mean the whole day. */
const isWhole = ({ starts, ends }: Closure) => starts.slice(0, 5) === '00:00' && ends.slice(0, 5) === '24:00';

const daysOf = ({ starts_on, ends_on }: Closure) => (starts_on === ends_on ? day(starts_on) : `${day(starts_on)} – ${day(ends_on)}`);

export function Closures({ place }: { place: Location }) {
  const closures = useClosures(place.id, todayIn(place.time_zone));
  const remove = useRemoveClosure(place.id);
  const [adding, setAdding] = useState(false);
  return (
    <Stack gap="xs" mt="sm">
      <Group justify="space-between">
        <Text fw={600} size="sm">
          {t('closure.title')}
        </Text>
        <Button size="compact-sm" variant="light" aria-label={`${t('closure.add')}: ${place.name}`} onClick={() => setAdding(true)}>
          {t('closure.add')}
        </Button>
      </Group>
      <Answer of={closures} lines={1}>
        {(items) =>
          items.length === 0 ? (
            <Text c="dimmed">{t('closure.none')}</Text>
          ) : (
            items.map((closure) => (
              <Group key={closure.id} justify="space-between" wrap="nowrap">
                <div>
                  <b className="numbers">{daysOf(closure)}</b>
                  {!isWhole(closure) && (
                    <span className="numbers">
                      , {closure.starts.slice(0, 5)} – {closure.ends.slice(0, 5)}
                    </span>
                  )}
                  {closure.reason && (
                    <Text size="sm" c="dimmed">
                      {closure.reason}
                    </Text>
                  )}
                </div>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`${t('common.remove')}: ${daysOf(closure)}`}
                  onClick={() => void remove.mutateAsync(closure.id).then(() => say(t('closure.removed')), sayProblem)}
                >
                  <Icon name="close" />
                </ActionIcon>
              </Group>
            ))
          )
        }
      </Answer>
      <Side opened={adding} onClose={() => setAdding(false)} title={`${t('closure.add')}: ${place.name}`}>
        <NewClosure place={place} onDone={() => setAdding(false)} />
      </Side>
    </Stack>
  );
}

function NewClosure({ place, onDone }: { place: Location; onDone: () => void }) {
  const add = useAddClosure(place.id);
  const tomorrow = addDays(todayIn(place.time_zone), 1);
  return (
    <Editing
      initial={{ starts_on: tomorrow, ends_on: tomorrow, whole: true, starts: '12:00', ends: '17:00', reason: '' }}
      check={{
        starts_on: needed,
        ends_on: (value, all) => (value >= all.starts_on ? null : t('hours.ends_before')),
        ends: (value, all) => (all.whole || value > all.starts ? null : t('hours.ends_before')),
      }}
      submit={t('common.add')}
      onDone={onDone}
      onSave={async ({ starts_on, ends_on, whole, starts, ends, reason }) => {
        const { visits_booked } = await add.mutateAsync({ starts_on, ends_on, ...(whole ? {} : { starts, ends }), reason: reason.trim() || null });
        say(visits_booked ? t('closure.added_booked', { count: visits_booked }) : t('closure.added'));
      }}
    >
      {(form) => (
        <>
          <TextInput type="date" label={t('closure.first')} required {...form.getInputProps('starts_on')} />
          <TextInput type="date" label={t('closure.last')} required {...form.getInputProps('ends_on')} />
          <Switch label={t('closure.whole')} {...form.getInputProps('whole', { type: 'checkbox' })} />
          {!form.values.whole && (
            <Group grow>
              <TextInput type="time" step={300} label={t('common.from')} required {...form.getInputProps('starts')} />
              <TextInput type="time" step={300} label={t('common.to')} required {...form.getInputProps('ends')} />
            </Group>
          )}
          <TextInput label={t('common.reason')} placeholder={t('common.optional')} maxLength={500} {...form.getInputProps('reason')} />
        </>
      )}
    </Editing>
  );
}
