/** One note as it is read: its parts, who signed it when, and what was added since. */
import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { NoteText } from '@/drafts/NoteKeeper.ts';
import { Ask } from '@/parts/ask.tsx';
import { ProblemNote } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Card } from '@/parts/Page.tsx';
import { Tag } from '@/parts/Status.tsx';
import { say } from '@/parts/toast.tsx';
import { sentence } from '@/problems/sentence.ts';
import { partsOf, useAddAddendum, useDiscardNote, useRestoreNote, useSignNote, type Note } from '@/resources/notes.ts';
import type { Patient } from '@/resources/patients.ts';
import { useMay, useSignedIn } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { dayTime } from '@/words/format.ts';
import classes from './notes.module.css';

interface Props {
  patient: Patient;
  note: Note;
  preview: NoteText;
  onWrite?: () => void;
}

export function NoteSheet({ patient, note, preview, onWrite }: Props) {
  const may = useMay();
  const me = useSignedIn();
  const sign = useSignNote(patient.id);
  const [discard, restore] = [useDiscardNote(patient.id), useRestoreNote(patient.id)];
  const [signing, setSigning] = useState(false);
  const [discarding, setDiscarding] = useState(false);
  const discardNow = async () => {
    await discard.mutateAsync({ note_id: note.id, version: note.version });
    const undo = () => void restore.mutateAsync(note.id).then(() => say(t('notes.restored')), (error: unknown) => say(sentence(error)));
    say(t('notes.discarded'), { undo });
  };
  const maySign = may('notes.sign') && note.for_signature && note.author_id !== me.id && !note.signed_at && !patient.merged_into;
  const mayAdd = may('notes.own') && note.signed_at !== null && !patient.merged_into;
  const [adding, setAdding] = useState(false);
  return (
    <Card
      title={`${dayTime(note.created_at)} · ${note.author_name}`}
      actions={
        <Group gap="xs">
          {note.signed_at ? <Tag tone="good">{t('notes.signed')}</Tag> : <Tag tone="warn">{t('notes.unsigned')}</Tag>}
          {onWrite && (
            <Button size="xs" variant="subtle" color="gray" onClick={() => setDiscarding(true)}>
              {t('notes.discard')}
            </Button>
          )}
          {onWrite && (
            <Button size="xs" leftSection={<Icon name="edit" size={15} />} onClick={onWrite}>
              {t('notes.go_on')}
            </Button>
          )}
          {maySign && (
            <Button size="xs" leftSection={<Icon name="check" size={15} />} onClick={() => setSigning(true)}>
              {t('notes.sign')}
            </Button>
          )}
          {mayAdd && !adding && (
            <Button size="xs" variant="default" leftSection={<Icon name="plus" size={15} />} onClick={() => setAdding(true)}>
              {t('notes.add_addendum')}
            </Button>
          )}
        </Group>
      }
    >
      <Stack gap="sm">
        <NoteParts kind={note.kind} text={preview} />
        {note.addenda.map((addendum) => (
          <div key={addendum.id} className={classes.addendum}>
            <Text size="sm" c="dimmed">
              {t('notes.addendum_by', { name: addendum.author_name, when: dayTime(addendum.recorded_at) })}
            </Text>
            <div className={classes.text}>{addendum.text}</div>
          </div>
        ))}
        <Ask
          opened={signing}
          onClose={() => setSigning(false)}
          title={t('notes.sign_title')}
          text={t('notes.sign_text')}
          act={t('notes.sign')}
          onAct={() => sign.mutateAsync(note.id).then(() => say(t('notes.signed_now')))}
        />
        <Ask
          opened={discarding}
          onClose={() => setDiscarding(false)}
          title={t('notes.discard_title')}
          text={t('notes.discard_text')}
          act={t('notes.discard')}
          danger
          onAct={discardNow}
        />
        {adding && <NewAddendum patient={patient} note={note} onDone={() => setAdding(false)} />}
        {note.signed_at && (
          <Text size="xs" c="dimmed" title={note.sha256 ?? undefined}>
            {t('notes.signed_at', { when: dayTime(note.signed_at) })}
            {note.signed_by_name && note.signed_by !== note.author_id && ` · ${note.signed_by_name}`}
          </Text>
        )}
      </Stack>
    </Card>
  );
}

/** The text of a note by its parts; empty ones are left out. */
export function NoteParts({ kind, text }: { kind: Note['kind']; text: NoteText }) {
  const parts = partsOf(kind).filter((part) => text[part]);
  if (parts.length === 0) return <Text c="dimmed">{t('notes.empty')}</Text>;
  return (
    <>
      {parts.map((part) => (
        <div key={part}>
          {kind === 'soap' && <h3 className={classes.part}>{t(`notes.${part}`)}</h3>}
          <div className={classes.text}>{text[part]}</div>
        </div>
      ))}
    </>
  );
}

function NewAddendum({ patient, note, onDone }: { patient: Patient; note: Note; onDone: () => void }) {
  const add = useAddAddendum(patient.id);
  const [text, setText] = useState('');
  const submit = async () => {
    await add.mutateAsync({ note_id: note.id, text: text.trim() });
    say(t('notes.addendum_added'));
    onDone();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) void submit().catch(() => undefined);
      }}
    >
      <Stack gap="xs">
        <Textarea label={t('notes.addendum')} description={t('notes.addendum_text')} autoFocus autosize minRows={3} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <ProblemNote error={add.error} />
        <Group gap="xs" justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={add.isPending} disabled={!text.trim()}>
            {t('notes.add_addendum')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
