/** How a patient wants to be written to: by which way, in which language, and what not at all. */
import { Button, Group, NativeSelect, Stack, Switch, Text } from '@mantine/core';
import { Conflict } from '@/parts/Conflict.tsx';
import { Answer, ProblemNote } from '@/parts/feedback.tsx';
import { Card } from '@/parts/Page.tsx';
import { say } from '@/parts/toast.tsx';
import { useDraft } from '@/parts/useDraft.ts';
import { useContactPreferences, useSetContactPreferences, type ContactPreferences as Preferences } from '@/resources/messages.ts';
import { LANGUAGES, t } from '@/words';

const WAYS = ['email', 'sms', 'phone', 'none'] as const;

const draftOf = ({ contact_by, language, email_opt_out, sms_opt_out }: Preferences) => ({ contact_by: contact_by ?? '', language: language ?? '', email_opt_out, sms_opt_out });

export function ContactPreferences({ patientId }: { patientId: string }) {
  const preferences = useContactPreferences(patientId);
  return (
    <Card title={t('preferences.title')}>
      <Answer of={preferences} lines={2}>
        {(found) => <Editor patientId={patientId} found={found} />}
      </Answer>
    </Card>
  );
}

function Editor({ patientId, found }: { patientId: string; found: Preferences }) {
  const change = useSetContactPreferences(patientId);
  const { draft, setDraft, seen, dirty, conflict, keepMine, takeTheirs, saved } = useDraft(found, draftOf, (draft) => draft);
  const save = async () => {
    const { contact_by, language, ...outs } = draft;
    const body = { ...outs, contact_by: (contact_by || null) as (typeof WAYS)[number] | null, language: language || null };
    saved(await change.mutateAsync({ version: seen.version, change: body }));
    say(t('common.saved'));
  };
  const languages = Object.entries(LANGUAGES).map(([value, label]) => ({ value, label: label as string }));
  const known = !draft.language || draft.language in LANGUAGES ? languages : [...languages, { value: draft.language, label: draft.language }];
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('preferences.text')}
      </Text>
      <Group gap="sm" align="end">
        <NativeSelect
          label={t('preferences.by')}
          value={draft.contact_by}
          data={[{ value: '', label: t('preferences.as_registered') }, ...WAYS.map((value) => ({ value, label: t(`contact.${value}`) }))]}
          onChange={(event) => setDraft({ ...draft, contact_by: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('preferences.language')}
          value={draft.language}
          data={[{ value: '', label: t('preferences.as_registered') }, ...known]}
          onChange={(event) => setDraft({ ...draft, language: event.currentTarget.value })}
        />
      </Group>
      <Switch label={t('preferences.no_email')} checked={draft.email_opt_out} onChange={(event) => setDraft({ ...draft, email_opt_out: event.currentTarget.checked })} />
      <Switch label={t('preferences.no_sms')} checked={draft.sms_opt_out} onChange={(event) => setDraft({ ...draft, sms_opt_out: event.currentTarget.checked })} />
      {conflict ? <Conflict onKeep={keepMine} onTake={takeTheirs} /> : <ProblemNote error={change.error} />}
      <Group justify="flex-end">
        <Button disabled={!dirty || conflict} loading={change.isPending} onClick={() => void save().catch(() => undefined)}>
          {t('preferences.save')}
        </Button>
      </Group>
    </Stack>
  );
}
