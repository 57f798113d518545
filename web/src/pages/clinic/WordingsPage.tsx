/** What notes may begin with, and what a few letters stand for while one types. */
import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Choices } from '@/parts/Choices.tsx';
import { Answer } from '@/parts/feedback.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { Side } from '@/parts/Side.tsx';
import { Tag } from '@/parts/Status.tsx';
import { say, sayProblem } from '@/parts/toast.tsx';
import { partsOf } from '@/resources/notes.ts';
import {
  useAddNoteTemplate, useAddPhrase, useChangeNoteTemplate, useChangePhrase, useNoteTemplates, usePhrases, useRemoveNoteTemplate, useRemovePhrase,
  type NoteTemplate, type Phrase,
} from '@/resources/wordings.ts';
import { t } from '@/words';
import { Editing, latest, needed } from './editing.tsx';

export default function WordingsPage() {
  return (
    <Page title={t('wordings.title')}>
      <Templates />
      <Phrases />
    </Page>
  );
}

interface LineProps {
  name: string;
  text: string;
  tag?: ReactNode;
  onEdit: () => void;
  onRemove: () => Promise<unknown>;
}

function Line({ name, text, tag, onEdit, onRemove }: LineProps) {
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <div style={{ minWidth: 0 }}>
        <b>{name}</b> {tag}
        <Text size="sm" c="dimmed" lineClamp={2} style={{ overflowWrap: 'anywhere' }}>
          {text}
        </Text>
      </div>
      <Group gap={4} justify="flex-end">
        <Button size="compact-sm" variant="default" aria-label={`${t('common.edit')}: ${name}`} onClick={onEdit}>
          {t('common.edit')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`${t('common.remove')}: ${name}`}
          onClick={() => void onRemove().then(() => say(t('wordings.removed')), sayProblem)}
        >
          {t('common.remove')}
        </Button>
      </Group>
    </Group>
  );
}

const textOf = (template: NoteTemplate) =>
  partsOf(template.kind ?? 'soap')
    .map((part) => template[part])
    .filter(Boolean)
    .join(' · ');

function Templates() {
  const templates = useNoteTemplates();
  const remove = useRemoveNoteTemplate();
  const [editing, setEditing] = useState<NoteTemplate | 'new' | null>(null);
  return (
    <Card
      title={t('wordings.templates')}
      actions={
        <Button size="xs" variant="light" onClick={() => setEditing('new')}>
          {t('wordings.template_add')}
        </Button>
      }
    >
      <Answer of={templates} lines={3}>
        {(items) => (
          <Stack gap="sm">
            {items.length === 0 && <Text c="dimmed">{t('wordings.templates_none')}</Text>}
            {items.map((each) => (
              <Line
                key={each.id}
                name={each.name}
                text={textOf(each)}
                tag={each.kind === 'free' && <Tag tone="plain">{t('notes.free')}</Tag>}
                onEdit={() => setEditing(each)}
                onRemove={() => remove.mutateAsync(each.id)}
              />
            ))}
          </Stack>
        )}
      </Answer>
      <Side opened={editing !== null} onClose={() => setEditing(null)} title={t('wordings.template')} wide>
        <TemplateForm template={latest(templates.data, editing)} onDone={() => setEditing(null)} />
      </Side>
    </Card>
  );
}

function TemplateForm({ template, onDone }: { template: NoteTemplate | null; onDone: () => void }) {
  const [add, change] = [useAddNoteTemplate(), useChangeNoteTemplate()];
  const initial = {
    name: template?.name ?? '',
    kind: (template?.kind ?? 'soap') as 'soap' | 'free',
    subjective: template?.subjective ?? '',
    objective: template?.objective ?? '',
    assessment: template?.assessment ?? '',
    plan: template?.plan ?? '',
    text: template?.text ?? '',
  };
  return (
    <Editing
      initial={initial}
      check={{ name: needed }}
      submit={t('common.save')}
      onDone={onDone}
      onSave={async ({ name, kind, ...texts }) => {
        const body = { name: name.trim(), ...Object.fromEntries(partsOf(kind).map((part) => [part, texts[part].trim() || null])) };
        if (template) await change.mutateAsync({ id: template.id, version: template.version, change: body });
        else await add.mutateAsync({ ...body, kind });
        say(t('common.saved'));
      }}
    >
      {(form) => (
        <>
          <TextInput label={t('common.name')} required maxLength={100} data-autofocus {...form.getInputProps('name')} />
          {!template && (
            <Choices
              label={t('wordings.kind')}
              name="template-kind"
              value={form.values.kind}
              onChange={(kind) => form.setFieldValue('kind', kind as 'soap' | 'free')}
              choices={[
                { value: 'soap', label: t('wordings.soap') },
                { value: 'free', label: t('notes.free') },
              ]}
            />
          )}
          {partsOf(form.values.kind).map((part) => (
            <Textarea key={part} label={t(`notes.${part}`)} autosize minRows={2} maxLength={10_000} {...form.getInputProps(part)} />
          ))}
        </>
      )}
    </Editing>
  );
}

function Phrases() {
  const phrases = usePhrases();
  const remove = useRemovePhrase();
  const [editing, setEditing] = useState<Phrase | 'new' | null>(null);
  return (
    <Card
      title={t('wordings.phrases')}
      actions={
        <Button size="xs" variant="light" onClick={() => setEditing('new')}>
          {t('wordings.phrase_add')}
        </Button>
      }
    >
      <Stack gap="sm">
        <Text size="sm">{t('wordings.phrases_text')}</Text>
        <Answer of={phrases} lines={3}>
          {(items) => (
            <>
              {items.length === 0 && <Text c="dimmed">{t('wordings.phrases_none')}</Text>}
              {items.map((each) => (
                <Line key={each.id} name={`.${each.name}`} text={each.text} onEdit={() => setEditing(each)} onRemove={() => remove.mutateAsync(each.id)} />
              ))}
            </>
          )}
        </Answer>
      </Stack>
      <Side opened={editing !== null} onClose={() => setEditing(null)} title={t('wordings.phrase')}>
        <PhraseForm phrase={latest(phrases.data, editing)} onDone={() => setEditing(null)} />
      </Side>
    </Card>
  );
}

function PhraseForm({ phrase, onDone }: { phrase: Phrase | null; onDone: () => void }) {
  const [add, change] = [useAddPhrase(), useChangePhrase()];
  return (
    <Editing
      initial={{ name: phrase?.name ?? '', text: phrase?.text ?? '' }}
      check={{ name: needed, text: needed }}
      submit={t('common.save')}
      onDone={onDone}
      onSave={async ({ name, text }) => {
        const body = { name: name.trim().replace(/^\./, ''), text: text.trim() };
        if (phrase) await change.mutateAsync({ id: phrase.id, version: phrase.version, change: body });
        else await add.mutateAsync(body);
        say(t('common.saved'));
      }}
    >
      {(form) => (
        <>
          <TextInput label={t('wordings.letters')} required maxLength={40} data-autofocus {...form.getInputProps('name')} />
          <Textarea label={t('wordings.stands_for')} required autosize minRows={3} maxLength={5_000} {...form.getInputProps('text')} />
        </>
      )}
    </Editing>
  );
}
