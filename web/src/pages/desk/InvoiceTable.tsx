/** Invoices as rows. */
import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import { Status, Tag } from '@/parts/Status.tsx';
import { useRowKeys } from '@/parts/useRowKeys.ts';
import type { InvoiceSummary } from '@/resources/billing.ts';
import { t } from '@/words';
import { day, money } from '@/words/format.ts';
import classes from './InvoiceTable.module.css';

export function InvoiceTable({ invoices, withoutPatient }: { invoices: InvoiceSummary[]; withoutPatient?: boolean }) {
  const navigate = useNavigate();
  const rows = useRowKeys();
  const today = new Date().toISOString().slice(0, 10);
  return (
    <Table highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          {!withoutPatient && <Table.Th>{t('desk.patient')}</Table.Th>}
          <Table.Th className={withoutPatient ? undefined : classes.wide}>{t('desk.number')}</Table.Th>
          <Table.Th className={classes.wide}>{t('desk.issued')}</Table.Th>
          <Table.Th className={classes.wide}>{t('desk.due')}</Table.Th>
          <Table.Th>{t('common.status')}</Table.Th>
          <Table.Th className={`${classes.amount} ${classes.wide}`}>{t('desk.total')}</Table.Th>
          <Table.Th className={classes.amount}>{t('desk.balance')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody ref={rows.list} onKeyDown={rows.onKeyDown}>
        {invoices.map((each) => (
          <Table.Tr key={each.id} className={classes.row} onClick={() => void navigate(`/desk/invoices/${each.id}`)}>
            {!withoutPatient && (
              <Table.Td>
                <Name invoice={each}>{each.patient_name ?? '—'}</Name>
                <div className={classes.narrow}>{numberOf(each)}</div>
              </Table.Td>
            )}
            <Table.Td className={`${withoutPatient ? '' : classes.wide} numbers`}>
              {withoutPatient ? <Name invoice={each}>{numberOf(each)}</Name> : numberOf(each)}
            </Table.Td>
            <Table.Td className={`${classes.wide} numbers`}>{each.issued_on && day(each.issued_on)}</Table.Td>
            <Table.Td className={`${classes.wide} numbers`}>{each.due_on && day(each.due_on)}</Table.Td>
            <Table.Td>
              <Status of={each.status} kind="invoice" />{' '}
              {each.needs_attention && each.status === 'draft' && <Tag tone="warn">{t('desk.needs_attention')}</Tag>}
              {each.due_on && each.due_on < today && each.balance_minor > 0 && <Tag tone="bad">{t('desk.overdue')}</Tag>}
            </Table.Td>
            <Table.Td className={`${classes.amount} ${classes.wide} numbers`}>{money(each.total_minor, each.currency)}</Table.Td>
            <Table.Td className={`${classes.amount} numbers`}>
              {each.status === 'draft' ? <span className={classes.quiet}>{money(each.total_minor, each.currency)}</span> : money(each.balance_minor, each.currency)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** A draft has no number yet: the day it was opened stands for it. */
const numberOf = (invoice: InvoiceSummary): string => invoice.number ?? day(invoice.opened_at.slice(0, 10));

function Name({ invoice, children }: { invoice: InvoiceSummary; children: ReactNode }) {
  return (
    <Link to={`/desk/invoices/${invoice.id}`} className={classes.link} data-row onClick={(event) => event.stopPropagation()}>
      {children}
    </Link>
  );
}
