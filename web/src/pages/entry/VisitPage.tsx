/** What a patient sees of their visit through the link in a message: when and where, confirm, call off. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useParams } from 'react-router';
import { Lines, ProblemNote } from '@/parts/feedback.tsx';
import { Notice } from '@/parts/Notice.tsx';
import { useCancelVisit, useConfirmVisit, useVisit } from '@/resources/visits.ts';
import { t } from '@/words';
import { longDay, span } from '@/words/format.ts';
import { dayIn } from '@/words/zones.ts';
import { EntryFrame } from './EntryFrame.tsx';

export default function VisitPage() {
  const { token = '' } = useParams();
  const visit = useVisit(token);
  const confirm = useConfirmVisit(token);
  const cancel = useCancelVisit(token);
  const [asking, setAsking] = useState(false);
  if (cancel.isSuccess) {
    return (
      <EntryFrame title={t('own_visit.title')}>
        <Notice tone="good">{t('own_visit.cancelled')}</Notice>
      </EntryFrame>
    );
  }
  if (visit.error) {
    return (
      <EntryFrame title={t('own_visit.title')}>
        <Notice tone="warn">{t('own_visit.over')}</Notice>
      </EntryFrame>
    );
  }
  const seen = visit.data?.appointment;
  if (!seen) {
    return (
      <EntryFrame title={t('own_visit.title')}>
        <Lines count={4} />
      </EntryFrame>
    );
  }
  return (
    <EntryFrame title={t('own_visit.title')}>
      <Stack gap="xs" mt="sm">
        <Text fw={600} size="lg">
          {longDay(dayIn(seen.starts_at, seen.time_zone))}, {span(seen.starts_at, seen.ends_at, seen.time_zone)}
        </Text>
        <Text>
          {seen.visit_type_name} · {seen.practitioner_name}
        </Text>
        <Text>{seen.location_name}</Text>
        {seen.phone && (
          <Text>
            <a href={`tel:${seen.phone}`}>{seen.phone}</a>
          </Text>
        )}
        <ProblemNote error={confirm.error ?? cancel.error} />
        {seen.status === 'confirmed' && <Notice tone="good">{t('own_visit.confirmed')}</Notice>}
        <Group mt="md">
          {seen.can_confirm && seen.status !== 'confirmed' && (
            <Button size="md" loading={confirm.isPending} onClick={() => confirm.mutate(null)}>
              {t('own_visit.confirm')}
            </Button>
          )}
          {seen.can_cancel && !asking && (
            <Button size="md" variant="default" onClick={() => setAsking(true)}>
              {t('own_visit.cancel')}
            </Button>
          )}
        </Group>
        {asking && (
          <Notice tone="warn">
            <Stack gap="sm">
              {t('own_visit.sure')}
              <Group>
                <Button color="red" loading={cancel.isPending} onClick={() => cancel.mutate(null)}>
                  {t('own_visit.cancel_now')}
                </Button>
                <Button variant="default" onClick={() => setAsking(false)}>
                  {t('own_visit.keep')}
                </Button>
              </Group>
            </Stack>
          </Notice>
        )}
      </Stack>
    </EntryFrame>
  );
}
