/** What can be chosen about the calendar: the day, the view, the place, whose, and paper. */
import { ActionIcon, Button, NativeSelect, Switch, TextInput } from '@mantine/core';
import { Choices } from '@/parts/Choices.tsx';
import { Icon } from '@/parts/Icon.tsx';
import type { Location, Practitioner } from '@/resources/calendar.ts';
import { t } from '@/words';
import { stepFrom, VIEWS, type View } from './range.ts';

interface Props {
  view: View;
  day: string;
  today: string;
  by: 'practitioner' | 'room';
  who: string;
  people: Practitioner[];
  rooms: boolean;
  place: Location;
  places: Location[];
  withGone: boolean;
  go: (day: string) => void;
  set: (changes: Record<string, string | null>) => void;
  onPrint: () => void;
}

export function TodayBar({ view, day, today, by, who, people, rooms, place, places, withGone, go, set, onPrint }: Props) {
  return (
    <>
      <ActionIcon.Group>
        <ActionIcon variant="default" size={36} aria-label={t(view === 'day' || view === 'list' ? 'common.previous_day' : 'common.previous')} onClick={() => go(stepFrom(view, day, -1))}>
          <Icon name="left" />
        </ActionIcon>
        <Button variant={day === today ? 'light' : 'default'} h={36} aria-current={day === today ? 'date' : undefined} onClick={() => go(today)}>
          {t('common.today')}
        </Button>
        <ActionIcon variant="default" size={36} aria-label={t(view === 'day' || view === 'list' ? 'common.next_day' : 'common.next')} onClick={() => go(stepFrom(view, day, 1))}>
          <Icon name="right" />
        </ActionIcon>
      </ActionIcon.Group>
      <TextInput type="date" aria-label={t('today.jump')} value={day} onChange={(event) => event.currentTarget.value && go(event.currentTarget.value)} />
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
        compact
        name="view"
        value={view}
        onChange={(next) => set({ view: next })}
        choices={VIEWS.map((value) => ({ value, label: t(`today.${value}_view`) }))}
      />
      {view === 'day' && rooms && (
        <Choices
          label={t('today.by')}
          hideLabel
          compact
          name="by"
          value={by}
          onChange={(next) => set({ by: next === 'room' ? next : null })}
          choices={[
            { value: 'practitioner', label: t('today.by_practitioner') },
            { value: 'room', label: t('today.by_room') },
          ]}
        />
      )}
      {(view === 'week' || view === 'month') && (
        <NativeSelect
          aria-label={t('booking.practitioner')}
          value={who}
          data={[{ value: '', label: t('today.all_practitioners') }, ...people.map(({ id, display_name }) => ({ value: id, label: display_name }))]}
          onChange={(event) => set({ who: event.currentTarget.value || null })}
        />
      )}
      <Switch label={t('today.show_cancelled')} checked={withGone} onChange={(event) => set({ gone: event.currentTarget.checked ? '1' : null })} />
      {(view === 'day' || view === 'list') && (
        <ActionIcon variant="default" size={36} aria-label={t('common.print')} onClick={onPrint}>
          <Icon name="print" />
        </ActionIcon>
      )}
    </>
  );
}
