/** A usual week: for each day the periods in which visits can be booked. */
import { ActionIcon, Button, Group, NativeSelect, Text } from '@mantine/core';
import { ProblemNote } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Conflict } from '@/parts/Conflict.tsx';
import { Card } from '@/parts/Page.tsx';
import { useDraft } from '@/parts/useDraft.ts';
import { Tag } from '@/parts/Status.tsx';
import { say } from '@/parts/toast.tsx';
import { WEEKDAYS } from '@/pages/today/openHours.ts';
import { useSetAvailability, type Location, type Practitioner } from '@/resources/calendar.ts';
import type { Schemas } from '@/client';
import { t } from '@/words';
import { minutes, time, weekdayName } from '@/words/format.ts';
import { clocks, isUpsideDown, mondayEverywhere, nextPeriod, periodsOf, rulesOf, weekMinutes, type Period } from './week.ts';
import classes from './WeekEditor.module.css';

interface Props {
  practitioner: Practitioner;
  availability: Schemas['AvailabilityView'];
  locations: Location[];
}

const clockText = (clock: string) => (clock === '24:00' ? '24:00' : time(`2024-01-01T${clock}:00Z`, 'UTC'));

export function WeekEditor({ practitioner, availability, locations }: Props) {
  const save = useSetAvailability(practitioner.id);
  const { draft: periods, setDraft: setPeriods, seen, dirty, conflict, keepMine, takeTheirs, saved } = useDraft(
    availability,
    ({ rules }) => periodsOf(rules),
    rulesOf,
  );
  const wrong = periods.some(isUpsideDown);
  const set = (key: string, change: Partial<Period>) => setPeriods(periods.map((each) => (each.key === key ? { ...each, ...change } : each)));
  const submit = () =>
    save.mutateAsync({ rules: rulesOf(periods), version: seen.version }).then(
      (now) => {
        saved(now);
        say(t('hours.saved'));
      },
      () => undefined,
    );
  return (
    <Card
      title={practitioner.display_name}
      actions={
        <Group gap="xs">
          {dirty && <Tag tone="warn">{t('hours.unsaved')}</Tag>}
          <Text c="dimmed" size="sm">
            {t('hours.week_total', { total: minutes(weekMinutes(periods)) })}
          </Text>
        </Group>
      }
    >
      <div className={classes.week}>
        {WEEKDAYS.map((weekday, index) => {
          const day = weekdayName(index);
          const own = periods.filter((each) => each.weekday === weekday);
          return (
            <div key={weekday} className={classes.day}>
              <div className={classes.name}>{day}</div>
              <div className={classes.periods}>
                {own.length === 0 && <span className={classes.closed}>{t('hours.closed')}</span>}
                {own.map((each) => (
                  <div key={each.key} className={classes.period}>
                    <NativeSelect
                      aria-label={t('hours.starts', { day })}
                      value={each.starts}
                      data={clocks(each.starts, false).map((value) => ({ value, label: clockText(value) }))}
                      onChange={(event) => set(each.key, { starts: event.currentTarget.value })}
                    />
                    <span aria-hidden>–</span>
                    <NativeSelect
                      aria-label={t('hours.ends', { day })}
                      value={each.ends}
                      data={clocks(each.ends, true).map((value) => ({ value, label: clockText(value) }))}
                      onChange={(event) => set(each.key, { ends: event.currentTarget.value })}
                      error={isUpsideDown(each) ? t('hours.ends_before') : null}
                    />
                    {locations.length > 1 && (
                      <NativeSelect
                        aria-label={t('booking.location')}
                        value={each.location_id}
                        data={locations.map(({ id, name }) => ({ value: id, label: name }))}
                        onChange={(event) => set(each.key, { location_id: event.currentTarget.value })}
                      />
                    )}
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      size={36}
                      aria-label={t('hours.remove', { from: clockText(each.starts), to: clockText(each.ends), day })}
                      onClick={() => setPeriods(periods.filter(({ key }) => key !== each.key))}
                    >
                      <Icon name="close" />
                    </ActionIcon>
                  </div>
                ))}
              </div>
              <ActionIcon
                variant="light"
                size={36}
                aria-label={t('hours.add', { day })}
                onClick={() => setPeriods([...periods, nextPeriod(periods, weekday, locations[0]?.id ?? '')])}
              >
                <Icon name="plus" />
              </ActionIcon>
            </div>
          );
        })}
      </div>
      {conflict ? <Conflict onKeep={keepMine} onTake={takeTheirs} /> : <ProblemNote error={save.error} />}
      <Group justify="space-between" mt="md" gap="xs">
        <Button variant="subtle" size="sm" onClick={() => setPeriods(mondayEverywhere(periods))}>
          {t('hours.copy_to_workdays')}
        </Button>
        <Group gap="xs">
          {dirty && (
            <Button variant="default" onClick={() => setPeriods(periodsOf(seen.rules))}>
              {t('common.undo')}
            </Button>
          )}
          <Button disabled={!dirty || wrong || conflict} loading={save.isPending} onClick={() => void submit()}>
            {t('common.save')}
          </Button>
        </Group>
      </Group>
    </Card>
  );
}
