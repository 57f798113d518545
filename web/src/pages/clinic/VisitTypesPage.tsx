/** Visit types: how long a visit takes, what is kept free around it, what it is charged as. */
import { Button, Group, NativeSelect, Switch, Table, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Choices } from '@/parts/Choices.tsx';
import { Answer, Empty } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { Side } from '@/parts/Side.tsx';
import { Tag } from '@/parts/Status.tsx';
import { say } from '@/parts/toast.tsx';
import { useFees } from '@/resources/billing.ts';
import { useAddVisitType, useChangeVisitType, useVisitTypes, type VisitType } from '@/resources/calendar.ts';
import { useMay } from '@/session/SessionContext.tsx';
import { t } from '@/words';
import { minutes } from '@/words/format.ts';
import { Editing, latest, needed, wholeNumber } from './editing.tsx';
import classes from './table.module.css';

const COLORS = ['#2f7fb8', '#2a9d8f', '#7a63c4', '#c2643f', '#b8457c', '#6b8e3a', '#b58a1b', '#5b7f95'];

export default function VisitTypesPage() {
  const types = useVisitTypes();
  const [editing, setEditing] = useState<VisitType | 'new' | null>(null);
  return (
    <Page
      title={t('visit_type.title')}
      actions={
        <Button leftSection={<Icon name="plus" />} onClick={() => setEditing('new')}>
          {t('visit_type.add')}
        </Button>
      }
    >
      <Answer of={types}>
        {(items) =>
          items.length === 0 ? (
            <Empty icon="tag" title={t('visit_type.none')}>
              {t('visit_type.none_text')}
            </Empty>
          ) : (
            <Card flush>
              <Table highlightOnHover>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('common.name')}</Table.Th>
                    <Table.Th>{t('visit_type.minutes')}</Table.Th>
                    <Table.Th className={classes.wide}>{t('visit_type.buffer_before')}</Table.Th>
                    <Table.Th className={classes.wide}>{t('visit_type.buffer_after')}</Table.Th>
                    <Table.Th>{t('visit_type.fee_code')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((type) => (
                    <Table.Tr key={type.id} className={classes.row} onClick={() => setEditing(type)}>
                      <Table.Td>
                        <button type="button" className={classes.name}>
                          <span className={classes.swatch} style={{ background: type.color ?? undefined }} />
                          {type.name}
                        </button>{' '}
                        {!type.active && <Tag tone="plain">{t('visit_type.retired')}</Tag>}
                      </Table.Td>
                      <Table.Td className="numbers">{minutes(type.minutes)}</Table.Td>
                      <Table.Td className={`${classes.wide} numbers`}>{type.buffer_before ? minutes(type.buffer_before) : '—'}</Table.Td>
                      <Table.Td className={`${classes.wide} numbers`}>{type.buffer_after ? minutes(type.buffer_after) : '—'}</Table.Td>
                      <Table.Td>{type.fee_code ?? '—'}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Card>
          )
        }
      </Answer>
      <Side opened={editing !== null} onClose={() => setEditing(null)} title={editing === 'new' ? t('visit_type.add') : t('visit_type.edit')}>
        <TypeForm type={latest(types.data, editing)} onDone={() => setEditing(null)} />
      </Side>
    </Page>
  );
}

function TypeForm({ type, onDone }: { type: VisitType | null; onDone: () => void }) {
  const may = useMay();
  const [add, change] = [useAddVisitType(), useChangeVisitType()];
  const fees = useFees(may('billing.read', 'billing.read_own'));
  const initial = {
    code: type?.code ?? '',
    name: type?.name ?? '',
    minutes: String(type?.minutes ?? 20),
    buffer_before: String(type?.buffer_before ?? 0),
    buffer_after: String(type?.buffer_after ?? 0),
    fee_code: type?.fee_code ?? '',
    color: type?.color ?? COLORS[0]!,
    active: type?.active ?? true,
  };
  return (
    <Editing
      initial={initial}
      check={{ code: needed, name: needed, minutes: wholeNumber, buffer_before: wholeNumber, buffer_after: wholeNumber }}
      submit={t('common.save')}
      onDone={onDone}
      onSave={async ({ active, ...values }) => {
        const body = {
          code: values.code.trim(),
          name: values.name.trim(),
          minutes: Number(values.minutes),
          buffer_before: Number(values.buffer_before),
          buffer_after: Number(values.buffer_after),
          fee_code: values.fee_code || null,
          color: values.color || null,
        };
        if (type) await change.mutateAsync({ id: type.id, version: type.version, change: { ...body, active } });
        else await add.mutateAsync(body);
        say(t('common.saved'));
      }}
    >
      {(form) => (
        <>
          <TextInput label={t('common.name')} required data-autofocus {...form.getInputProps('name')} />
          <TextInput label={t('common.code')} required {...form.getInputProps('code')} />
          <Group grow align="flex-start">
            <TextInput label={t('visit_type.minutes')} required inputMode="numeric" {...form.getInputProps('minutes')} />
            <TextInput label={t('visit_type.buffer_before')} inputMode="numeric" {...form.getInputProps('buffer_before')} />
            <TextInput label={t('visit_type.buffer_after')} inputMode="numeric" {...form.getInputProps('buffer_after')} />
          </Group>
          <NativeSelect
            label={t('visit_type.fee_code')}
            data={[
              { value: '', label: t('visit_type.no_fee') },
              ...(fees.data ?? []).filter(({ active }) => active).map(({ code, description }) => ({ value: code, label: `${code} · ${description}` })),
              ...(form.values.fee_code && !fees.data?.some(({ code }) => code === form.values.fee_code) ? [form.values.fee_code] : []),
            ]}
            {...form.getInputProps('fee_code')}
          />
          <Choices
            label={t('visit_type.color')}
            name="color"
            compact
            value={form.values.color}
            onChange={(color) => form.setFieldValue('color', color)}
            choices={[...new Set([...COLORS, form.values.color])].map((value, index) => ({ value, color: value, label: String(index + 1) }))}
          />
          {type && <Switch label={t('visit_type.offered')} {...form.getInputProps('active', { type: 'checkbox' })} />}
        </>
      )}
    </Editing>
  );
}
