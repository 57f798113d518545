/** Opening hours of a practitioner: a usual week, and when they are away. */
import { NativeSelect, Text } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { Answer, Empty } from '@/parts/feedback.tsx';
import { Page } from '@/parts/Page.tsx';
import { useAvailability, useLocations, usePractitioners } from '@/resources/calendar.ts';
import { useMay, useSignedIn } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { Exceptions } from './Exceptions.tsx';
import { TimeOff } from './TimeOff.tsx';
import { WeekEditor } from './WeekEditor.tsx';

export default function AvailabilityPage() {
  const me = useSignedIn();
  const may = useMay();
  const practitioners = usePractitioners();
  const locations = useLocations();
  const [params, setParams] = useSearchParams();
  const everybody = (practitioners.data ?? []).filter(({ active }) => active);
  const people = may('calendar.settings') ? everybody : everybody.filter(({ id }) => id === me.id);
  const chosen = people.find(({ id }) => id === params.get('of')) ?? people.find(({ id }) => id === me.id) ?? people[0];
  const availability = useAvailability(chosen?.id ?? null);
  return (
    <Page
      title={t('hours.title')}
      actions={
        people.length > 1 && (
          <NativeSelect
            aria-label={t('hours.of')}
            value={chosen?.id}
            data={people.map(({ id, display_name }) => ({ value: id, label: display_name }))}
            onChange={(event) => setParams({ of: event.currentTarget.value }, { replace: true })}
          />
        )
      }
    >
      <Answer of={practitioners}>
        {() =>
          !chosen ? (
            <Empty icon="person" title={t('today.no_practitioners')}>
              {t('today.no_practitioners_text')}
            </Empty>
          ) : locations.data?.length === 0 ? (
            <Empty icon="pin" title={t('place.none')}>
              {t('place.none_text')}
            </Empty>
          ) : (
            <>
              <Text c="dimmed" mb="md">
                {t('hours.text')}
              </Text>
              <Answer of={availability}>
                {(found) => (
                  <WeekEditor key={found.practitioner_id} practitioner={chosen} availability={found} locations={locations.data ?? []} />
                )}
              </Answer>
              <Exceptions key={chosen.id} practitioner={chosen} locations={locations.data ?? []} />
              <TimeOff practitioner={chosen} zone={locations.data?.[0]?.time_zone ?? 'UTC'} />
            </>
          )
        }
      </Answer>
    </Page>
  );
}
