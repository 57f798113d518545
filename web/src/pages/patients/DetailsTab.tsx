/** Who the patient is and how to reach them; a change somebody else made meanwhile is shown, never overwritten blindly. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { Ask } from '@/parts/ask.tsx';
import { ProblemNote } from '@/parts/feedback.tsx';
import { Card } from '@/parts/Page.tsx';
import { say } from '@/parts/toast.tsx';
import { Notice } from '@/parts/Notice.tsx';
import { api, got } from '@/client';
import { Problem } from '@/problems/problem.ts';
import { placeProblem } from '@/problems/sentence.ts';
import { useArchivePatient, useChangePatient, type Patient } from '@/resources/patients.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { ContactPreferences } from './ContactPreferences.tsx';
import { Merging } from './Merging.tsx';
import { changed, differences, merged } from './conflict.ts';
import { ALIASES, bodyOf, detailsOf, MainFields, MoreFields, validate, type Details } from './fields.tsx';

export default function DetailsTab({ patient }: { patient: Patient }) {
  const may = useMay();
  const editable = may('patients.write') && !patient.merged_into;
  const [archiving, setArchiving] = useState(false);
  const archive = useArchivePatient(patient.id);
  return (
    <>
      <Card>
        <fieldset disabled={!editable} style={{ border: 0, margin: 0, padding: 0, minInlineSize: 0 }}>
          <DetailsForm patient={patient} editable={editable} />
        </fieldset>
      </Card>
      {may('contact_preferences') && !patient.merged_into && <ContactPreferences patientId={patient.id} />}
      {editable && (
        <Button
          variant="subtle"
          color="gray"
          onClick={() =>
            patient.archived
              ? void archive.mutateAsync(false).then(() => say(t('patients.unarchive_done')))
              : setArchiving(true)
          }
        >
          {patient.archived ? t('patients.unarchive') : t('patients.archive')}
        </Button>
      )}
      {may('patients.merge') && !patient.merged_into && <Merging patient={patient} />}
      <Ask
        opened={archiving}
        onClose={() => setArchiving(false)}
        title={t('patients.archive')}
        text={t('patients.archive_text')}
        act={t('patients.archive')}
        onAct={() => archive.mutateAsync(true).then(() => say(t('patients.archive_done')))}
      />
    </>
  );
}

function DetailsForm({ patient, editable }: { patient: Patient; editable: boolean }) {
  const change = useChangePatient(patient.id);
  // What the form began with: only what differs from it is sent.
  const [seen, setSeen] = useState(patient);
  const [theirs, setTheirs] = useState<Patient | null>(null);
  const [unplaced, setUnplaced] = useState<unknown>(null);
  const form = useForm<Details>({ initialValues: detailsOf(patient), validate });

  const save = async (values: Details, against: Patient) => {
    setUnplaced(null);
    const { possible_duplicates: _, ...saved } = await change.mutateAsync({
      change: changed(bodyOf(detailsOf(against)), bodyOf(values)),
      version: against.version,
    });
    setSeen(saved);
    setTheirs(null);
    form.setInitialValues(detailsOf(saved));
    form.setValues(detailsOf(saved));
    form.resetDirty(detailsOf(saved));
    say(t('patients.details_changed'));
  };
  const failed = async (error: unknown, values: Details) => {
    if (Problem.from(error).status === 412) {
      setTheirs(await got(api.GET('/api/patients/{patient_id}', { params: { path: { patient_id: patient.id } } })));
    } else if (placeProblem(form, error, Object.keys(values), ALIASES)) setUnplaced(error);
  };
  const submit = form.onSubmit((values) => save(values, seen).catch((error: unknown) => failed(error, values)));
  const takeTheirs = () => {
    setSeen(theirs!);
    form.setValues(detailsOf(theirs!));
    form.resetDirty(detailsOf(theirs!));
    setTheirs(null);
  };
  // What I did not touch becomes theirs; what I typed stays mine.
  const keepMine = () => {
    const mine = merged(detailsOf(seen), form.values, detailsOf(theirs!));
    form.setValues(mine);
    save(mine, theirs!).catch((error: unknown) => failed(error, mine));
  };

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <MainFields form={form} />
        <MoreFields form={form} />
        {theirs && (
          <Notice tone="warn" title={t('common.conflict_title')} role="alert">
            <Text size="sm">{t('common.conflict_text')}</Text>
            <ul>
              {differences(detailsOf(seen), detailsOf(theirs)).map(([field, now]) => (
                <li key={field}>
                  {t('common.conflict_field', { field: t(`patients.${field}`), theirs: now || t('common.empty_value') })}
                </li>
              ))}
            </ul>
            <Group gap="xs">
              <Button size="xs" onClick={keepMine} loading={change.isPending}>
                {t('common.conflict_keep')}
              </Button>
              <Button size="xs" variant="default" onClick={takeTheirs}>
                {t('common.conflict_take')}
              </Button>
            </Group>
          </Notice>
        )}
        <ProblemNote error={unplaced} />
        {editable && !theirs && (
          <Group justify="flex-end" gap="xs">
            {form.isDirty() && (
              <Button variant="default" onClick={() => form.setValues(detailsOf(seen))}>
                {t('common.undo')}
              </Button>
            )}
            <Button type="submit" loading={change.isPending} disabled={!form.isDirty()}>
              {t('common.save')}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
