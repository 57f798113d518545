/** When a practitioner is away: whole days on the location's calendar. */
import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Answer } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Card } from '@/parts/Page.tsx';
import { Side } from '@/parts/Side.tsx';
import { say, sayProblem } from '@/parts/toast.tsx';
import { useAddTimeOff, useRemoveTimeOff, useTimeOff, type Practitioner } from '@/resources/calendar.ts';
import { t } from '@/words';
import { dayTime } from '@/words/format.ts';
import { addDays, boundsOfDay, todayIn } from '@/words/zones.ts';
import { Editing, needed } from './editing.tsx';

export function TimeOff({ practitioner, zone }: { practitioner: Practitioner; zone: string }) {
  const timeOff = useTimeOff(practitioner.id);
  const add = useAddTimeOff(practitioner.id);
  const remove = useRemoveTimeOff(practitioner.id);
  const [adding, setAdding] = useState(false);
  const tomorrow = addDays(todayIn(zone), 1);
  return (
    <Card
      title={t('hours.time_off')}
      actions={
        <Button size="xs" variant="light" leftSection={<Icon name="plus" size={15} />} onClick={() => setAdding(true)}>
          {t('hours.time_off_add')}
        </Button>
      }
    >
      <Answer of={timeOff} lines={2}>
        {(items) =>
          items.length === 0 ? (
            <Text c="dimmed">{t('hours.time_off_none')}</Text>
          ) : (
            <Stack gap="xs">
              {items.map((each) => (
                <Group key={each.id} justify="space-between" wrap="nowrap">
                  <div>
                    <Text fw={560} className="numbers">
                      {dayTime(each.starts_at, zone)} – {dayTime(each.ends_at, zone)}
                    </Text>
                    {each.reason && (
                      <Text size="sm" c="dimmed">
                        {each.reason}
                      </Text>
                    )}
                  </div>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={`${t('common.remove')}: ${dayTime(each.starts_at, zone)}`}
                    onClick={() => void remove.mutateAsync(each.id).then(() => say(t('hours.time_off_removed')), sayProblem)}
                  >
                    <Icon name="close" />
                  </ActionIcon>
                </Group>
              ))}
            </Stack>
          )
        }
      </Answer>
      <Side opened={adding} onClose={() => setAdding(false)} title={t('hours.time_off_add')}>
        <Editing
          initial={{ starts_at: tomorrow, ends_at: addDays(tomorrow, 1), reason: '' }}
          check={{ starts_at: needed, ends_at: (value, all) => (value > all.starts_at ? null : t('hours.ends_before')) }}
          submit={t('common.add')}
          onDone={() => setAdding(false)}
          onSave={async ({ starts_at, ends_at, reason }) => {
            const bounds = { starts_at: boundsOfDay(starts_at, zone)[0], ends_at: boundsOfDay(ends_at, zone)[0] };
            await add.mutateAsync({ ...bounds, reason: reason.trim() || null });
            say(t('hours.time_off_added'));
          }}
        >
          {(form) => (
            <>
              <TextInput type="date" label={t('hours.time_off_from')} required {...form.getInputProps('starts_at')} />
              <TextInput type="date" label={t('hours.time_off_to')} required {...form.getInputProps('ends_at')} />
              <TextInput label={t('common.reason')} placeholder={t('common.optional')} {...form.getInputProps('reason')} />
            </>
          )}
        </Editing>
      </Side>
    </Card>
  );
}
