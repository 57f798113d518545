/** Opening a draft by hand: for whom, and what for. */
import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { ProblemNote } from '@/parts/feedback.tsx';
import { PatientLine } from '@/parts/PatientLine.tsx';
import { Side } from '@/parts/Side.tsx';
import { PatientPicker } from '@/pages/booking/PatientPicker.tsx';
import { useCreateInvoice, useFees } from '@/resources/billing.ts';
import type { Patient } from '@/resources/patients.ts';
import { t } from '@/words';
import { LineEditor } from './LineEditor.tsx';
import { currencyOf, emptyLine, faultsOf, linesToSend, type LineDraft } from './lines.ts';

export function NewInvoice({ opened, patient, onClose }: { opened: boolean; patient?: Patient; onClose: () => void }) {
  return (
    <Side opened={opened} onClose={onClose} title={t('desk.new_invoice')} wide>
      <Form given={patient} onClose={onClose} />
    </Side>
  );
}

function Form({ given, onClose }: { given?: Patient; onClose: () => void }) {
  const navigate = useNavigate();
  const create = useCreateInvoice();
  const fees = useFees();
  const [patient, setPatient] = useState<Patient | null>(given ?? null);
  const [lines, setLines] = useState<LineDraft[]>([emptyLine()]);
  const [tried, setTried] = useState(false);
  const currency = currencyOf(fees.data);
  const faults = faultsOf(lines, currency);
  const submit = async () => {
    setTried(true);
    if (!patient || faults.some(Boolean)) return;
    const made = await create.mutateAsync({ patient_id: patient.id, lines: linesToSend(lines, currency) });
    onClose();
    void navigate(`/desk/invoices/${made.id}`);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit().catch(() => undefined);
      }}
    >
      <Stack gap="lg">
        {patient ? (
          <Group justify="space-between" wrap="nowrap">
            <PatientLine patient={patient} />
            <Button size="compact-sm" variant="default" onClick={() => setPatient(null)}>
              {t('booking.patient_other')}
            </Button>
          </Group>
        ) : (
          <PatientPicker label={t('desk.patient')} autoFocus onPick={setPatient} error={tried ? t('booking.needs_patient') : null} />
        )}
        <LineEditor lines={lines} onChange={setLines} fees={fees.data ?? []} currency={currency} faults={tried ? faults : []} />
        <ProblemNote error={create.error} />
        <Group justify="flex-end">
          <Button type="submit" loading={create.isPending}>
            {t('common.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
