/** Notes that still want a signature: one's own, and those of people who may not sign; the oldest first. */
import { Button, Group, Text } from '@mantine/core';
import { Link } from 'react-router';
import { Answer, Empty } from '@/parts/feedback.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { Tag } from '@/parts/Status.tsx';
import { useUnsignedNotes } from '@/resources/notes.ts';
import { useSignedIn } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { dayTime } from '@/words/format.ts';

export default function UnsignedPage() {
  const me = useSignedIn();
  const notes = useUnsignedNotes();
  return (
    <Page title={t('notes.unsigned_title')}>
      <Answer of={notes} lines={6}>
        {(items) =>
          items.length === 0 ? (
            <Empty icon="check" title={t('notes.unsigned_none')} />
          ) : (
            items.map((note) => (
              <Card key={note.id}>
                <Group justify="space-between">
                  <div>
                    <b>{note.patient_name}</b> <span className="numbers">{note.record_number}</span>{' '}
                    {note.for_signature && note.author_id !== me.id && <Tag tone="info">{t('notes.for_signature')}</Tag>}
                    <Text size="sm" c="dimmed">
                      {dayTime(note.created_at)} · {note.author_name}
                    </Text>
                  </div>
                  <Button
                    component={Link}
                    size="xs"
                    variant="default"
                    aria-label={`${t('common.open')}: ${note.patient_name}`}
                    to={`/patients/${note.patient_id}?tab=notes${note.author_id === me.id ? `&note=${note.id}` : ''}`}
                  >
                    {t('common.open')}
                  </Button>
                </Group>
              </Card>
            ))
          )
        }
      </Answer>
    </Page>
  );
}
