/** What messages say: each kind in each language, written on the left, read on the right. */
import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Choices } from '@/parts/Choices.tsx';
import { Answer, ProblemNote } from '@/parts/feedback.tsx';
import { Card } from '@/parts/Page.tsx';
import { Side } from '@/parts/Side.tsx';
import { Tag } from '@/parts/Status.tsx';
import { say } from '@/parts/toast.tsx';
import { useSetTemplate, useTemplates, type Template, type TemplateText } from '@/resources/messages.ts';
import { LANGUAGES, t, tMaybe } from '@/words';
import classes from './templates.module.css';
import { piecesOf } from './preview.ts';

const nameOf = (name: string) => tMaybe(`template.${name}`) ?? name.replaceAll('_', ' ');
const languageOf = (code: string) => (code in LANGUAGES ? LANGUAGES[code as keyof typeof LANGUAGES] : code);

export function Templates() {
  const templates = useTemplates();
  const [opened, setOpened] = useState<string | null>(null);
  const chosen = templates.data?.find(({ name }) => name === opened);
  return (
    <Card title={t('messages.templates')}>
      <Answer of={templates} lines={5}>
        {(all) => (
          <ul className={classes.list}>
            {all.map((template) => (
              <li key={template.name}>
                <button type="button" className={classes.name} onClick={() => setOpened(template.name)}>
                  {nameOf(template.name)}
                </button>{' '}
                {template.own_languages.map((code) => (
                  <Tag key={code} tone="info">
                    {t('messages.own', { language: languageOf(code) })}
                  </Tag>
                ))}
              </li>
            ))}
          </ul>
        )}
      </Answer>
      <Side opened={chosen !== undefined} onClose={() => setOpened(null)} title={chosen ? nameOf(chosen.name) : ''} wide>
        {chosen && <Editor key={chosen.name} template={chosen} onDone={() => setOpened(null)} />}
      </Side>
    </Card>
  );
}

function Editor({ template, onDone }: { template: Template; onDone: () => void }) {
  const change = useSetTemplate();
  const languages = Object.keys(template.texts);
  const [language, setLanguage] = useState(languages[0]!);
  const [texts, setTexts] = useState(template.texts);
  const text = texts[language]!;
  const set = (part: Partial<TemplateText>) => setTexts({ ...texts, [language]: { ...text, ...part } });
  const changed = (code: string) => JSON.stringify(texts[code]) !== JSON.stringify(template.texts[code]);
  const save = async (only: Record<string, TemplateText>) => {
    const own = Object.fromEntries(Object.entries(only).map(([code, { subject, text: body, sms }]) => [code, { subject, text: body, sms: sms || null }]));
    await change.mutateAsync({ name: template.name, version: template.version, texts: own });
    say(t('common.saved'));
    onDone();
  };
  /** Every text that is the clinic's own, or was made so here. */
  const ours = () => Object.fromEntries(languages.filter((code) => template.own_languages.includes(code) || changed(code)).map((code) => [code, texts[code]!]));
  const asBefore = () => Object.fromEntries(Object.entries(ours()).filter(([code]) => code !== language));
  return (
    <Stack gap="md">
      {languages.length > 1 && (
        <Choices label={t('nav.language')} hideLabel compact name="template-language" value={language} onChange={setLanguage} choices={languages.map((value) => ({ value, label: languageOf(value) }))} />
      )}
      <TextInput label={t('messages.subject')} value={text.subject} onChange={(event) => set({ subject: event.currentTarget.value })} />
      <Textarea label={t('messages.text')} autosize minRows={6} value={text.text} onChange={(event) => set({ text: event.currentTarget.value })} />
      <Textarea label={t('messages.sms')} description={t('messages.sms_text')} autosize minRows={2} value={text.sms ?? ''} onChange={(event) => set({ sms: event.currentTarget.value })} />
      <div>
        <Text size="sm" c="dimmed" mb={4}>
          {t('messages.placeholders')}
        </Text>
        <Group gap={4}>
          {template.placeholders.map((name) => (
            <Tag key={name} tone={template.required.includes(name) ? 'warn' : 'plain'} title={template.required.includes(name) ? t('messages.required') : undefined}>
              {`{${name}}`}
            </Tag>
          ))}
        </Group>
      </div>
      <section className={classes.preview} aria-label={t('messages.preview')}>
        <div className={classes.subject}>
          <Pieces text={text.subject} template={template} />
        </div>
        <div className={classes.body}>
          <Pieces text={text.text} template={template} />
        </div>
      </section>
      <ProblemNote error={change.error} />
      <Group justify="flex-end" gap="xs">
        {template.own_languages.includes(language) && (
          <Button variant="default" loading={change.isPending} onClick={() => void save(asBefore()).catch(() => undefined)}>
            {t('messages.as_before')}
          </Button>
        )}
        <Button disabled={!languages.some(changed)} loading={change.isPending} onClick={() => void save(ours()).catch(() => undefined)}>
          {t('common.save')}
        </Button>
      </Group>
    </Stack>
  );
}

function Pieces({ text, template }: { text: string; template: Template }) {
  return piecesOf(text, template.placeholders).map((piece, index) => (
    <span key={index} className={classes[piece.kind]}>
      {piece.text}
    </span>
  ));
}
