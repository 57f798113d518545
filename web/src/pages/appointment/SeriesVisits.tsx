/** All visits of the series one visit belongs to. */
import { Text } from '@mantine/core';
import { useState } from 'react';
import { Answer } from '@/parts/feedback.tsx';
import { Status } from '@/parts/Status.tsx';
import { useSeries } from '@/resources/appointments.ts';
import { t } from '@/words';
import { dayTime } from '@/words/format.ts';

export function SeriesVisits({ seriesId, visitId }: { seriesId: string; visitId: string }) {
  const [opened, setOpened] = useState(false);
  const series = useSeries(opened ? seriesId : null);
  return (
    <details onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>{t('series.all')}</summary>
      {opened && (
        <Answer of={series} lines={3}>
          {({ items }) => (
            <ul>
              {items.map((visit) => (
                <li key={visit.id}>
                  <Text component="span" className="numbers" fw={visit.id === visitId ? 650 : undefined} aria-current={visit.id === visitId || undefined}>
                    {dayTime(visit.starts_at, visit.time_zone)}
                  </Text>{' '}
                  <Status of={visit.status} kind="visit" />
                </li>
              ))}
            </ul>
          )}
        </Answer>
      )}
    </details>
  );
}
