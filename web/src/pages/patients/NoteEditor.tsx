/** Writing a note: it is saved as one types; what stands, what waits and what others changed is always said. */
import { Button, Group, NativeSelect, Stack, Text, Textarea } from '@mantine/core';
import { useEffect, useMemo, useState, useSyncExternalStore, type KeyboardEvent } from 'react';
import { draftOf, NoteKeeper, type NoteDraft, type NotePart, type Snapshot, type Standing } from '@/drafts/NoteKeeper.ts';
import { vault } from '@/drafts/vault.ts';
import { Ask } from '@/parts/ask.tsx';
import { Icon, type IconName } from '@/parts/Icon.tsx';
import { Notice } from '@/parts/Notice.tsx';
import { Card } from '@/parts/Page.tsx';
import { say } from '@/parts/toast.tsx';
import { Problem } from '@/problems/problem.ts';
import { sentence } from '@/problems/sentence.ts';
import { noteCalls, partsOf, served, useSignNote, type Note } from '@/resources/notes.ts';
import { fullName, type Patient } from '@/resources/patients.ts';
import { useNoteTemplates, usePhrases, type NoteTemplate } from '@/resources/wordings.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { NoteParts } from './NoteSheet.tsx';
import classes from './notes.module.css';
import { expanded } from './phrases.ts';

interface Props {
  patient: Patient;
  /** Whose work on what, for the vault. */
  scope: string;
  note: Note | null;
  /** What this browser still held. */
  draft: NoteDraft | null;
  start: Pick<NoteDraft, 'kind' | 'appointment_id'>;
  onClose: () => void;
}

const SIGNS: Record<Standing, IconName> = { saved: 'check', typing: 'edit', saving: 'clock', waiting: 'wifiOff', conflict: 'alert', refused: 'alert' };

export function NoteEditor({ patient, scope, note, draft, start, onClose }: Props) {
  const may = useMay();
  const sign = useSignNote(patient.id);
  const [keeper] = useState(() => new NoteKeeper(draft ?? draftOf(note && served(note), start), scope, noteCalls(patient.id, start.kind), vault));
  const now = useSyncExternalStore(keeper.subscribe, keeper.now);
  const [signing, setSigning] = useState(false);
  const { text, note_id } = now.draft;
  const empty = !Object.values(text).some((part) => part?.trim());
  useKept(keeper);

  // Once there is a note, a reload leads back to it; the router need not know, or it would draw the page anew.
  useEffect(() => {
    if (note_id) window.history.replaceState(window.history.state, '', `?tab=notes&note=${note_id}`);
  }, [note_id]);

  const phrases = usePhrases().data;
  const known = useMemo(() => new Map((phrases ?? []).map(({ name, text: meant }) => [name.toLowerCase(), meant])), [phrases]);
  const type = (part: NotePart, field: HTMLTextAreaElement) => {
    const written = expanded(field.value, field.selectionStart, known);
    keeper.type(part, written.text);
    // The field gets the longer text only when it is drawn anew, and would put the cursor at its end.
    if (written.text !== field.value) requestAnimationFrame(() => field.setSelectionRange(written.cursor, written.cursor));
  };
  const begin = (template: NoteTemplate) => {
    for (const part of partsOf(now.draft.kind)) if (template[part]) keeper.type(part, template[part]);
  };
  const close = () => void keeper.save().finally(onClose);
  const keys = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey)) return;
    if (event.key === 's') void keeper.save();
    else if (event.key === 'Enter' && may('notes.sign') && !empty) setSigning(true);
    else return;
    event.preventDefault();
  };
  const signNow = async () => {
    await keeper.save();
    const { standing, draft: kept, problem } = keeper.now();
    if (standing !== 'saved' || !kept.note_id) throw problem ?? Problem.own('offline');
    await sign.mutateAsync(kept.note_id);
    say(t('notes.signed_now'));
    onClose();
  };
  return (
    <Card title={t('notes.editor', { patient: fullName(patient) })} actions={<Stands standing={now.standing} />}>
      <Stack gap="sm" onKeyDown={keys}>
        <Trouble now={now} keeper={keeper} />
        {empty && !note_id && <Beginnings kind={now.draft.kind} onChoose={begin} />}
        {partsOf(now.draft.kind).map((part, index) => (
          <Textarea
            key={part}
            label={t(`notes.${part}`)}
            description={part === 'text' ? undefined : t(`notes.${part}_hint`)}
            autosize
            minRows={part === 'text' ? 10 : 3}
            maxLength={50_000}
            autoFocus={index === 0}
            value={text[part] ?? ''}
            onChange={(event) => type(part, event.currentTarget)}
          />
        ))}
        <Group justify="space-between" gap="xs">
          <Text size="sm" c="dimmed">
            {may('notes.sign') ? t('notes.keys_sign') : t('notes.keys')}
          </Text>
          <Group gap="xs">
            {!note_id && !empty && (
              <Button variant="subtle" color="gray" onClick={() => void keeper.drop().then(onClose)}>
                {t('notes.drop')}
              </Button>
            )}
            <Button variant="default" onClick={close}>
              {t('notes.close')}
            </Button>
            {may('notes.sign') && (
              <Button leftSection={<Icon name="check" />} disabled={empty} onClick={() => setSigning(true)}>
                {t('notes.sign')}
              </Button>
            )}
          </Group>
        </Group>
      </Stack>
      <Ask opened={signing} onClose={() => setSigning(false)} title={t('notes.sign_title')} text={t('notes.sign_text')} act={t('notes.sign')} onAct={signNow}>
        <div className={classes.preview}>
          <NoteParts kind={now.draft.kind} text={text} />
        </div>
      </Ask>
    </Card>
  );
}

/** What a new note may begin with. */
function Beginnings({ kind, onChoose }: { kind: Note['kind']; onChoose: (template: NoteTemplate) => void }) {
  const templates = (useNoteTemplates().data ?? []).filter((each) => (each.kind ?? 'soap') === kind);
  if (templates.length === 0) return null;
  return (
    <NativeSelect
      label={t('notes.begin_with')}
      value=""
      data={[{ value: '', label: '—' }, ...templates.map(({ id, name }) => ({ value: id, label: name }))]}
      onChange={(event) => {
        const chosen = templates.find(({ id }) => id === event.currentTarget.value);
        if (chosen) onChoose(chosen);
      }}
    />
  );
}

/** Saves what this browser held, when the network comes back, and before the page is left. */
function useKept(keeper: NoteKeeper): void {
  useEffect(() => {
    const save = () => void keeper.save();
    const leave = () => keeper.stop();
    if (keeper.now().standing === 'waiting') save();
    window.addEventListener('online', save);
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('online', save);
      window.removeEventListener('pagehide', leave);
      void keeper.save();
    };
  }, [keeper]);
}

function Stands({ standing }: { standing: Standing }) {
  return (
    <span className={classes.stands} data-standing={standing} role="status">
      <Icon name={SIGNS[standing]} size={16} /> {t(`notes.stands_${standing}`)}
    </span>
  );
}

function Trouble({ now, keeper }: { now: Snapshot; keeper: NoteKeeper }) {
  if (now.standing === 'conflict' && now.theirs) {
    return (
      <Notice tone="warn" role="alert" title={t('common.conflict_title')}>
        <Text size="sm">{t('notes.conflict_text')}</Text>
        <div className={classes.preview}>
          <NoteParts kind={now.draft.kind} text={now.theirs.text} />
        </div>
        <Group gap="xs" mt="xs">
          <Button size="xs" onClick={() => void keeper.keepMine()}>
            {t('common.conflict_keep')}
          </Button>
          <Button size="xs" variant="default" onClick={() => void keeper.takeTheirs()}>
            {t('common.conflict_take')}
          </Button>
        </Group>
      </Notice>
    );
  }
  if (now.standing !== 'refused') return null;
  return (
    <Notice tone="bad" role="alert" title={t('notes.refused')}>
      <Text size="sm">{sentence(now.problem)}</Text>
      <Text size="sm">{t('notes.refused_text')}</Text>
    </Notice>
  );
}
