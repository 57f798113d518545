/** Two records of one person become one: found, compared, merged, and taken back if it was wrong. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Ask } from '@/parts/ask.tsx';
import { ProblemNote } from '@/parts/feedback.tsx';
import { Notice } from '@/parts/Notice.tsx';
import { PatientLine } from '@/parts/PatientLine.tsx';
import { say } from '@/parts/toast.tsx';
import { PatientPicker } from '@/pages/booking/PatientPicker.tsx';
import { Problem } from '@/problems/problem.ts';
import { fullName, type Patient } from '@/resources/patients.ts';
import { useMerge, useUndoMerge } from '@/resources/records.ts';
import { t } from '@/words';

export function Merging({ patient }: { patient: Patient }) {
  const [opened, setOpened] = useState(false);
  const [duplicate, setDuplicate] = useState<Patient | null>(null);
  const [merged, setMerged] = useState<{ merge_id: string; name: string } | null>(null);
  const [merge, undo] = [useMerge(), useUndoMerge()];
  const begin = () => {
    setDuplicate(null);
    setOpened(true);
  };
  const act = async () => {
    if (!duplicate) throw Problem.of(422, { code: 'merge_nobody' });
    const { merge_id } = await merge.mutateAsync({ stays: patient.id, goes: duplicate.id });
    setMerged({ merge_id, name: fullName(duplicate) });
  };
  const takeBack = async () => {
    await undo.mutateAsync(merged!.merge_id);
    setMerged(null);
    say(t('merge.undone'));
  };
  return (
    <>
      {merged && (
        <Notice tone="good" role="status" spaced title={t('merge.done', { name: merged.name })}>
          <Text size="sm">{t('merge.done_text')}</Text>
          <Button mt="xs" size="xs" variant="default" loading={undo.isPending} onClick={() => void takeBack().catch(() => undefined)}>
            {t('merge.undo')}
          </Button>
          <ProblemNote error={undo.error} />
        </Notice>
      )}
      <Button variant="subtle" color="gray" onClick={begin}>
        {t('merge.begin')}
      </Button>
      <Ask opened={opened} onClose={() => setOpened(false)} title={t('merge.title', { name: fullName(patient) })} text={t('merge.text')} act={t('merge.act')} onAct={act}>
        <Stack gap="xs">
          <div>
            <Text size="sm" fw={500}>
              {t('merge.stays')}
            </Text>
            <PatientLine patient={patient} />
          </div>
          {duplicate ? (
            <div>
              <Text size="sm" fw={500}>
                {t('merge.goes')}
              </Text>
              <Group justify="space-between" wrap="nowrap">
                <PatientLine patient={duplicate} />
                <Button size="compact-sm" variant="default" onClick={() => setDuplicate(null)}>
                  {t('booking.patient_other')}
                </Button>
              </Group>
            </div>
          ) : (
            <PatientPicker label={t('merge.goes')} autoFocus onPick={setDuplicate} />
          )}
        </Stack>
      </Ask>
    </>
  );
}
