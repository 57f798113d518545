/** The fee schedule: the clinic's own codes, texts and prices. */
import { Button, Switch, Table, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Answer, Empty } from '@/parts/feedback.tsx';
import { Icon } from '@/parts/Icon.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { Side } from '@/parts/Side.tsx';
import { Tag } from '@/parts/Status.tsx';
import { say } from '@/parts/toast.tsx';
import { currencyOf } from '@/pages/desk/lines.ts';
import { useAddFee, useChangeFee, useFees, type Fee } from '@/resources/billing.ts';
import { t } from '@/words';
import { money, moneyText, toMinor } from '@/words/format.ts';
import { Editing, latest, needed } from './editing.tsx';
import classes from './table.module.css';

export default function FeesPage() {
  const fees = useFees();
  const [editing, setEditing] = useState<Fee | 'new' | null>(null);
  return (
    <Page
      title={t('fee.title')}
      actions={
        <Button leftSection={<Icon name="plus" />} onClick={() => setEditing('new')}>
          {t('fee.add')}
        </Button>
      }
    >
      <Answer of={fees}>
        {(items) =>
          items.length === 0 ? (
            <Empty icon="list" title={t('fee.none')}>
              {t('fee.none_text')}
            </Empty>
          ) : (
            <Card flush>
              <Table highlightOnHover>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('common.code')}</Table.Th>
                    <Table.Th>{t('fee.description')}</Table.Th>
                    <Table.Th className={classes.amount}>{t('fee.price')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((fee) => (
                    <Table.Tr key={fee.id} className={classes.row} onClick={() => setEditing(fee)}>
                      <Table.Td>
                        <button type="button" className={classes.name}>
                          {fee.code}
                        </button>
                      </Table.Td>
                      <Table.Td>
                        {fee.description} {!fee.active && <Tag tone="plain">{t('common.inactive')}</Tag>}
                      </Table.Td>
                      <Table.Td className={`${classes.amount} numbers`}>{money(fee.price_minor, fee.currency)}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Card>
          )
        }
      </Answer>
      <Side opened={editing !== null} onClose={() => setEditing(null)} title={editing === 'new' ? t('fee.add') : t('fee.edit')}>
        <FeeForm fee={latest(fees.data, editing)} currency={currencyOf(fees.data)} onDone={() => setEditing(null)} />
      </Side>
    </Page>
  );
}

function FeeForm({ fee, currency: usual, onDone }: { fee: Fee | null; currency: string; onDone: () => void }) {
  const [add, change] = [useAddFee(), useChangeFee()];
  const currency = fee?.currency ?? usual;
  const initial = {
    code: fee?.code ?? '',
    description: fee?.description ?? '',
    price_minor: fee ? moneyText(fee.price_minor, currency) : '',
    active: fee?.active ?? true,
  };
  return (
    <Editing
      initial={initial}
      check={{ code: needed, description: needed, price_minor: (value) => (toMinor(value, currency) === null ? t('problems.field_amount') : null) }}
      submit={t('common.save')}
      onDone={onDone}
      onSave={async ({ code, description, price_minor, active }) => {
        const body = { description: description.trim(), price_minor: toMinor(price_minor, currency)! };
        if (fee) await change.mutateAsync({ id: fee.id, version: fee.version, change: { ...body, active } });
        else await add.mutateAsync({ code: code.trim(), ...body });
        say(t('common.saved'));
      }}
    >
      {(form) => (
        <>
          <TextInput label={t('common.code')} required disabled={fee !== null} data-autofocus={!fee} {...form.getInputProps('code')} />
          <TextInput label={t('fee.description')} required {...form.getInputProps('description')} />
          <TextInput label={`${t('fee.price')} (${currency})`} required inputMode="decimal" description={fee ? t('fee.invoices_stay') : undefined} {...form.getInputProps('price_minor')} />
          {fee && <Switch label={t('common.active')} {...form.getInputProps('active', { type: 'checkbox' })} />}
        </>
      )}
    </Editing>
  );
}
