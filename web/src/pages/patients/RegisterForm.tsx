/** Registering somebody: warns of lookalikes, with reasons, before a second press makes a second record. */
import { Button, Collapse, Group, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { ProblemNote } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { PatientLine } from '@/parts/PatientLine.tsx';
import { say } from '@/parts/toast.tsx';
import { Notice } from '@/parts/Notice.tsx';
import { placeProblem } from '@/problems/sentence.ts';
import { fullName, useLookalikes, useRegisterPatient, type Patient } from '@/resources/patients.ts';
import { t } from '@/words';
import { namesIn, suspects } from './alike.ts';
import { ALIASES, bodyOf, MainFields, MoreFields, NOBODY, validate } from './fields.tsx';

interface Props {
  /** What was typed into the search before. */
  typed?: string;
  onDone: (patient: Patient) => void;
  onCancel?: () => void;
}

export function RegisterForm({ typed = '', onDone, onCancel }: Props) {
  const register = useRegisterPatient();
  const form = useForm({ initialValues: { ...NOBODY, ...namesIn(typed) }, validate });
  const [unplaced, setUnplaced] = useState<unknown>(null);
  const [warned, setWarned] = useState('');
  const [more, setMore] = useState(false);
  const { given_name, family_name, born_on, phone, email } = form.values;
  const [entered] = useDebouncedValue({ given_name, family_name, born_on, phone, email }, 350);
  const lookalikes = useLookalikes(entered);
  const alike = suspects(entered, lookalikes.data ?? []);
  const said = alike.map(({ patient }) => patient.id).join();
  const accepted = said === '' || warned === said;

  const submit = form.onSubmit(async (values) => {
    if (!accepted) {
      setWarned(said);
      return;
    }
    setUnplaced(null);
    try {
      const patient = await register.mutateAsync(bodyOf(values));
      const missed = patient.possible_duplicates.filter(({ id }) => !alike.some((each) => each.patient.id === id));
      say(
        missed.length
          ? t('patients.alike_after', { names: missed.map((each) => `${fullName(each)} (${each.record_number})`).join(', ') })
          : t('patients.registered', { name: fullName(patient), record_number: patient.record_number }),
      );
      onDone(patient);
    } catch (error) {
      if (placeProblem(form, error, Object.keys(values), ALIASES)) setUnplaced(error);
    }
  });

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <MainFields form={form} autoFocus />
        <div>
          <Button variant="subtle" size="compact-sm" onClick={() => setMore(!more)} aria-expanded={more} rightSection={<Icon name={more ? 'left' : 'down'} size={14} />}>
            {t('patients.more_fields')}
          </Button>
          <Collapse expanded={more}>
            <div style={{ paddingTop: 8 }}>
              <MoreFields form={form} />
            </div>
          </Collapse>
        </div>
        {alike.length > 0 && (
          <Notice tone="warn" title={t('patients.alike_title')} role="alert">
            <Stack gap="xs">
              <Text size="sm">{t('patients.alike_text')}</Text>
              {alike.map(({ patient, reasons }) => (
                <Group key={patient.id} justify="space-between" wrap="nowrap" gap="xs">
                  <div>
                    <PatientLine patient={patient} />
                    <Text size="xs" c="dimmed">
                      {reasons.map((reason) => t(`patients.alike_${reason}`)).join(', ')}
                    </Text>
                  </div>
                  <Button size="compact-md" variant="default" onClick={() => onDone(patient)}>
                    {t('patients.alike_use')}
                  </Button>
                </Group>
              ))}
            </Stack>
          </Notice>
        )}
        <ProblemNote error={unplaced} />
        <Group justify="flex-end" gap="xs">
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              {t('common.back')}
            </Button>
          )}
          <Button type="submit" loading={register.isPending} color={alike.length && accepted ? 'yellow.9' : undefined}>
            {alike.length > 0 && accepted ? t('patients.register_anyway') : t('patients.register_submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
