/** Notes about a patient: what was written, what is being written, and what this browser still holds of it. */
import { Button, Group, Menu, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { NoteDraft } from '@/drafts/NoteKeeper.ts';
import { vault } from '@/drafts/vault.ts';
import { Answer, Empty } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Notice } from '@/parts/Notice.tsx';
import { keys } from '@/resources/keys.ts';
import { textOf, useNotes, type Note } from '@/resources/notes.ts';
import type { Patient } from '@/resources/patients.ts';
import { useMay, useSignedIn } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { dayTime } from '@/words/format.ts';
import { NoteEditor } from './NoteEditor.tsx';
import { NoteSheet } from './NoteSheet.tsx';
import classes from './notes.module.css';

export default function NotesTab({ patient }: { patient: Patient }) {
  const me = useSignedIn();
  const notes = useNotes(patient.id);
  const visit = useSearchParams()[0].get('visit');
  const scope = `${me.id}/${patient.id}`;
  const drafts = useQuery({
    queryKey: [...keys.chart, patient.id, 'drafts'],
    networkMode: 'always',
    gcTime: 0,
    queryFn: () => vault.all<NoteDraft>(scope).catch(() => []),
  });
  if (drafts.isPending) return null;
  return (
    <Answer of={notes}>
      {(found) => <Notes key={visit} patient={patient} notes={found} drafts={drafts.data ?? []} scope={scope} />}
    </Answer>
  );
}

interface Props {
  patient: Patient;
  notes: Note[];
  drafts: NoteDraft[];
  scope: string;
}

/** What is being written: a note there is, what this browser still held of one, or a new one. */
interface Writing {
  note: Note | null;
  draft: NoteDraft | null;
  start: Pick<NoteDraft, 'kind' | 'appointment_id'>;
}

function Notes({ patient, notes, drafts, scope }: Props) {
  const me = useSignedIn();
  const mayWrite = useMay()('notes.own') && !patient.merged_into;
  const cache = useQueryClient();
  const [params, setParams] = useSearchParams();
  const visit = params.get('visit');
  const mine = notes.filter(({ author_id, signed_at }) => author_id === me.id && !signed_at);
  const left = drafts.filter(({ note_id }) => note_id === null || notes.some(({ id }) => id === note_id));
  const begun = (wanted: string | null): Writing | null => {
    if (!mayWrite || !wanted) return null;
    const note = mine.find(({ id, appointment_id }) => id === wanted || (visit && appointment_id === visit)) ?? null;
    const draft = left.find(({ name, note_id }) => name === wanted || (note && note_id === note.id)) ?? null;
    if (!note && !draft && !wanted.startsWith('new')) return null;
    const kind = draft?.kind ?? note?.kind ?? (wanted === 'new-free' ? 'free' : 'soap');
    return { note, draft, start: { kind, appointment_id: note?.appointment_id ?? visit } };
  };
  const [writing, setWriting] = useState(() => begun(params.get('note')));
  const go = (note: string) => setWriting(begun(note));
  const closed = () => {
    setWriting(null);
    setParams({ tab: 'notes' }, { replace: true });
    void cache.invalidateQueries({ queryKey: [...keys.chart, patient.id] });
  };
  if (writing) return <NoteEditor patient={patient} scope={scope} {...writing} onClose={closed} />;
  return (
    <>
      {mayWrite && (
        <Group mb="md" gap="xs">
          <Button leftSection={<Icon name="edit" />} onClick={() => go('new')}>
            {t('notes.write')}
          </Button>
          <Menu position="bottom-start" shadow="md">
            <Menu.Target>
              <Button variant="default" rightSection={<Icon name="down" size={14} />}>
                {t('notes.other_kind')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => go('new-free')}>{t('notes.free')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Group>
      )}
      {left.map((each) => (
        <Notice key={each.name} tone="warn" spaced title={t('notes.unsaved_title', { when: dayTime(each.typed_at) })}>
          <Text size="sm" lineClamp={2} mb={6}>
            {Object.values(each.text).join(' · ')}
          </Text>
          <Button size="xs" variant="default" onClick={() => go(each.name)}>
            {t('notes.go_on')}
          </Button>
        </Notice>
      ))}
      {notes.length === 0 ? (
        <Empty icon="edit" title={t('notes.none')}>
          {mayWrite ? t('notes.none_text') : ''}
        </Empty>
      ) : (
        <Stack gap="md" className={classes.list}>
          {notes.map((note) => (
            <NoteSheet key={note.id} patient={patient} note={note} onWrite={mayWrite && mine.includes(note) ? () => go(note.id) : undefined} preview={textOf(note)} />
          ))}
        </Stack>
      )}
    </>
  );
}
