/** Who pays for a patient: insurers with number, rank and validity. */
import { Button, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Editing, needed } from '@/pages/clinic/editing.tsx';
import { Answer } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Card } from '@/parts/Page.tsx';
import { Side } from '@/parts/Side.tsx';
import { Tag } from '@/parts/Status.tsx';
import { say } from '@/parts/toast.tsx';
import { useAddCoverage, useAddPayer, useCoverages, usePayers } from '@/resources/insurance.ts';
import type { Patient } from '@/resources/patients.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { day } from '@/words/format.ts';
import { browserZone, todayIn } from '@/words/zones.ts';

const RANKS = ['primary', 'secondary', 'tertiary'] as const;
const RELATIONSHIPS = ['self', 'spouse', 'child', 'other'] as const;
const NEW_PAYER = 'new';

export function Coverages({ patient }: { patient: Patient }) {
  const mayWrite = useMay()('billing.write') && !patient.merged_into;
  const coverages = useCoverages(patient.id);
  const [adding, setAdding] = useState(false);
  const today = todayIn(browserZone());
  return (
    <Card
      title={t('coverage.title')}
      actions={
        mayWrite && (
          <Button size="xs" variant="light" leftSection={<Icon name="plus" size={15} />} onClick={() => setAdding(true)}>
            {t('coverage.add')}
          </Button>
        )
      }
    >
      <Answer of={coverages} lines={2}>
        {(all) =>
          all.length === 0 ? (
            <Text c="dimmed">{t('coverage.none')}</Text>
          ) : (
            <Stack gap="xs">
              {all.map((each) => (
                <div key={each.id}>
                  <b>{each.payer_name}</b> <Tag tone="info">{t(`rank.${each.rank}`)}</Tag>{' '}
                  {each.valid_until && each.valid_until < today && <Tag tone="bad">{t('coverage.over')}</Tag>}
                  <Text size="sm" c="dimmed" className="numbers">
                    {[each.member_id, each.group_number, each.subscriber_name && `${each.subscriber_name} (${t(`relationship.${each.relationship}`)})`].filter(Boolean).join(' · ')} ·{' '}
                    {each.valid_until ? t('coverage.from_to', { from: day(each.valid_from), to: day(each.valid_until) }) : t('coverage.since', { from: day(each.valid_from) })}
                  </Text>
                </div>
              ))}
            </Stack>
          )
        }
      </Answer>
      <Side opened={adding} onClose={() => setAdding(false)} title={t('coverage.add')}>
        <NewCoverage patient={patient} onDone={() => setAdding(false)} />
      </Side>
    </Card>
  );
}

function NewCoverage({ patient, onDone }: { patient: Patient; onDone: () => void }) {
  const mayAddPayer = useMay()('fees.write');
  const payers = usePayers();
  const [add, addPayer] = [useAddCoverage(patient.id), useAddPayer()];
  const initial = { payer_id: '', payer_name: '', member_id: '', group_number: '', rank: 'primary', relationship: 'self', subscriber_name: '', valid_from: todayIn(browserZone()), valid_until: '' };
  return (
    <Editing
      initial={initial}
      check={{
        payer_id: needed,
        member_id: needed,
        valid_from: needed,
        payer_name: (value, { payer_id }) => (payer_id === NEW_PAYER ? needed(value) : null),
        subscriber_name: (value, { relationship }) => (relationship === 'self' ? null : needed(value)),
      }}
      submit={t('coverage.add')}
      onDone={onDone}
      onSave={async ({ payer_id, payer_name, group_number, subscriber_name, valid_until, rank, relationship, ...rest }) => {
        const payer = payer_id === NEW_PAYER ? (await addPayer.mutateAsync({ name: payer_name.trim() })).id : payer_id;
        await add.mutateAsync({
          ...rest,
          payer_id: payer,
          rank: rank as (typeof RANKS)[number],
          relationship: relationship as (typeof RELATIONSHIPS)[number],
          group_number: group_number.trim() || null,
          subscriber_name: subscriber_name.trim() || null,
          valid_until: valid_until || null,
        });
        say(t('common.saved'));
      }}
    >
      {(form) => (
        <>
          <NativeSelect
            label={t('claims.payer')}
            required
            data={[
              { value: '', label: '—' },
              ...(payers.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
              ...(mayAddPayer ? [{ value: NEW_PAYER, label: t('coverage.new_payer') }] : []),
            ]}
            {...form.getInputProps('payer_id')}
          />
          {form.values.payer_id === NEW_PAYER && <TextInput label={t('common.name')} required {...form.getInputProps('payer_name')} />}
          <TextInput label={t('coverage.member_id')} required autoComplete="off" {...form.getInputProps('member_id')} />
          <TextInput label={t('coverage.group_number')} placeholder={t('common.optional')} autoComplete="off" {...form.getInputProps('group_number')} />
          <NativeSelect label={t('coverage.rank')} data={RANKS.map((value) => ({ value, label: t(`rank.${value}`) }))} {...form.getInputProps('rank')} />
          <NativeSelect label={t('coverage.relationship')} data={RELATIONSHIPS.map((value) => ({ value, label: t(`relationship.${value}`) }))} {...form.getInputProps('relationship')} />
          {form.values.relationship !== 'self' && <TextInput label={t('coverage.subscriber')} required {...form.getInputProps('subscriber_name')} />}
          <TextInput type="date" label={t('common.from')} required {...form.getInputProps('valid_from')} />
          <TextInput type="date" label={t('common.to')} {...form.getInputProps('valid_until')} />
        </>
      )}
    </Editing>
  );
}
