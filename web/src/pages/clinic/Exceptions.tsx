/** Single days that are other than the usual week: closed, open longer, or at other hours. */
import { ActionIcon, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Choices } from '@/parts/Choices.tsx';
import { Answer } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Card } from '@/parts/Page.tsx';
import { Side } from '@/parts/Side.tsx';
import { Tag } from '@/parts/Status.tsx';
import { say, sayProblem } from '@/parts/toast.tsx';
import { useAddException, useExceptions, useRemoveException, type Exceptional, type Location, type Practitioner } from '@/resources/calendar.ts';
import { t } from '@/words';
import { day } from '@/words/format.ts';
import { addDays, todayIn } from '@/words/zones.ts';
import { Editing, needed } from './editing.tsx';

const KINDS: Exceptional['kind'][] = ['closed', 'hours', 'opened'];

export function Exceptions({ practitioner, locations }: { practitioner: Practitioner; locations: Location[] }) {
  const zone = locations[0]?.time_zone ?? 'UTC';
  const exceptions = useExceptions(practitioner.id, todayIn(zone));
  const remove = useRemoveException(practitioner.id);
  const [adding, setAdding] = useState(false);
  return (
    <Card
      title={t('hours.exceptions')}
      actions={
        <Button size="xs" variant="light" leftSection={<Icon name="plus" size={15} />} onClick={() => setAdding(true)}>
          {t('hours.exception_add')}
        </Button>
      }
    >
      <Answer of={exceptions} lines={2}>
        {(items) =>
          items.length === 0 ? (
            <Text c="dimmed">{t('hours.exceptions_none')}</Text>
          ) : (
            <Stack gap="xs">
              {items.map((each) => (
                <Group key={each.id} justify="space-between" wrap="nowrap">
                  <div>
                    <b>{day(each.on, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })}</b>{' '}
                    <Tag tone={each.kind === 'closed' ? 'bad' : 'info'}>{t(`exception_kind.${each.kind}`)}</Tag>{' '}
                    {each.starts && (
                      <span className="numbers">
                        {each.starts} – {each.ends}
                      </span>
                    )}
                    <Text size="sm" c="dimmed">
                      {[locations.length > 1 && locations.find(({ id }) => id === each.location_id)?.name, each.reason].filter(Boolean).join(' · ')}
                    </Text>
                  </div>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={`${t('common.remove')}: ${day(each.on)}`}
                    onClick={() => void remove.mutateAsync(each.id).then(() => say(t('hours.exception_removed')), sayProblem)}
                  >
                    <Icon name="close" />
                  </ActionIcon>
                </Group>
              ))}
            </Stack>
          )
        }
      </Answer>
      <Side opened={adding} onClose={() => setAdding(false)} title={t('hours.exception_add')}>
        <NewException practitioner={practitioner} locations={locations} onDone={() => setAdding(false)} />
      </Side>
    </Card>
  );
}

function NewException({ practitioner, locations, onDone }: { practitioner: Practitioner; locations: Location[]; onDone: () => void }) {
  const add = useAddException(practitioner.id);
  const first = locations[0];
  const initial = { on: addDays(todayIn(first?.time_zone ?? 'UTC'), 1), kind: 'closed' as Exceptional['kind'], starts: '08:00', ends: '12:00', location_id: first?.id ?? '', reason: '' };
  return (
    <Editing
      initial={initial}
      check={{ on: needed, ends: (value, all) => (all.kind === 'closed' || value > all.starts ? null : t('hours.ends_before')) }}
      submit={t('common.add')}
      onDone={onDone}
      onSave={async ({ on, kind, starts, ends, location_id, reason }) => {
        const times = kind === 'closed' ? {} : { starts, ends, location_id: location_id || null };
        await add.mutateAsync({ on, kind, ...times, reason: reason.trim() || null });
        say(t('hours.exception_added'));
      }}
    >
      {(form) => (
        <>
          <TextInput type="date" label={t('common.date')} required {...form.getInputProps('on')} />
          <Choices
            label={t('hours.exception_kind')}
            name="exception-kind"
            value={form.values.kind}
            onChange={(kind) => form.setFieldValue('kind', kind as Exceptional['kind'])}
            choices={KINDS.map((value) => ({ value, label: t(`exception_kind.${value}`) }))}
          />
          {form.values.kind !== 'closed' && (
            <>
              <Group grow>
                <TextInput type="time" step={300} label={t('common.from')} required {...form.getInputProps('starts')} />
                <TextInput type="time" step={300} label={t('common.to')} required {...form.getInputProps('ends')} />
              </Group>
              {locations.length > 1 && (
                <NativeSelect label={t('booking.location')} data={locations.map(({ id, name }) => ({ value: id, label: name }))} {...form.getInputProps('location_id')} />
              )}
            </>
          )}
          <TextInput label={t('common.reason')} placeholder={t('common.optional')} {...form.getInputProps('reason')} />
        </>
      )}
    </Editing>
  );
}
