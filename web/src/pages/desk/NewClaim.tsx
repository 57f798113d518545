/** Asking an insurer for an invoice: the coverage, and what was treated. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { Editing, needed } from '@/pages/clinic/editing.tsx';
import { Card } from '@/parts/Page.tsx';
import { Side } from '@/parts/Side.tsx';
import { Status } from '@/parts/Status.tsx';
import { useClaims, useCoverages, useMakeClaim } from '@/resources/insurance.ts';
import type { Invoice } from '@/resources/billing.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';

export function ClaimsOf({ invoice }: { invoice: Invoice }) {
  const may = useMay();
  const navigate = useNavigate();
  const coverages = useCoverages(invoice.patient_id);
  const claims = useClaims({ patient_id: invoice.patient_id });
  const make = useMakeClaim();
  const [opened, setOpened] = useState(false);
  const mine = (claims.data?.pages ?? []).flatMap(({ items }) => items).filter(({ invoice_id }) => invoice_id === invoice.id);
  const covered = coverages.data ?? [];
  if (covered.length === 0 && mine.length === 0) return null;
  const codes = [...new Set(invoice.lines.flatMap(({ diagnosis_codes }) => diagnosis_codes))];
  return (
    <Card
      title={t('claims.title')}
      actions={
        may('billing.write') &&
        covered.length > 0 && (
          <Button size="xs" variant="default" onClick={() => setOpened(true)}>
            {t('claims.make')}
          </Button>
        )
      }
    >
      {mine.length === 0 && t('claims.none_yet')}
      {mine.map((claim) => (
        <div key={claim.id}>
          <Link to={`/desk/claims/${claim.id}`}>{claim.payer_name}</Link> <Status of={claim.state} kind="claim" />
        </div>
      ))}
      <Side opened={opened} onClose={() => setOpened(false)} title={t('claims.make')}>
        <Editing
          initial={{ coverage_id: covered[0]?.id ?? '', diagnosis_codes: codes.join(', ') }}
          check={{ coverage_id: needed }}
          submit={t('claims.make')}
          onDone={() => setOpened(false)}
          onSave={async ({ coverage_id, diagnosis_codes }) => {
            const body = { invoice_id: invoice.id, coverage_id, diagnosis_codes: diagnosis_codes.split(/[\s,;]+/).filter(Boolean), place_of_service: '11' };
            const claim = await make.mutateAsync(body);
            void navigate(`/desk/claims/${claim.id}`);
          }}
        >
          {(form) => (
            <>
              <NativeSelect
                label={t('claims.coverage')}
                data={covered.map(({ id, payer_name, rank, member_id }) => ({ value: id, label: `${payer_name} · ${t(`rank.${rank}`)} · ${member_id}` }))}
                {...form.getInputProps('coverage_id')}
              />
              <TextInput label={t('claims.codes')} description={t('claims.codes_hint')} {...form.getInputProps('diagnosis_codes')} />
            </>
          )}
        </Editing>
      </Side>
    </Card>
  );
}
