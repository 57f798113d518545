/** What a patient owes, and every document that led there. */
import { Table, Text } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { Answer, Empty } from '@/parts/feedback.tsx';
import { Card, Page } from '@/parts/Page.tsx';
import { Notice } from '@/parts/Notice.tsx';
import { useAccount } from '@/resources/billing.ts';
import { t, tMaybe } from '@/words';
import { dayTime, money } from '@/words/format.ts';
import classes from './InvoiceTable.module.css';

export default function AccountPage() {
  const { id } = useParams();
  const account = useAccount(id!);
  return (
    <Answer of={account}>
      {({ patient_name, currency, balance_minor, balances, entries }) => (
        <Page title={t('account.title', { patient: patient_name ?? '—' })}>
          <Card>
            <Text size="xl" fw={650} className="numbers">
              {money(Math.abs(balance_minor), currency)}
            </Text>
            <Text c="dimmed">{balance_minor > 0 ? t('account.owes') : balance_minor < 0 ? t('account.credit') : t('account.settled')}</Text>
            {balances.length > 1 && (
              <Notice tone="plain">
                {balances.map((each) => money(each.balance_minor, each.currency)).join(' · ')}
              </Notice>
            )}
            <Text mt="sm">
              <Link to={`/patients/${id}?tab=billing`}>{t('visit.patient_page')}</Link> · <Link to={`/desk/statements/${id}`}>{t('statement.link')}</Link>
            </Text>
          </Card>
          <Card title={t('account.entries')} flush>
            {entries.length === 0 ? (
              <Empty icon="invoice" title={t('account.none')} />
            ) : (
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('account.when')}</Table.Th>
                    <Table.Th>{t('account.what')}</Table.Th>
                    <Table.Th className={classes.amount}>{t('account.amount')}</Table.Th>
                    <Table.Th className={`${classes.amount} ${classes.wide}`}>{t('account.balance_after')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {entries.map((entry) => (
                    <Table.Tr key={`${entry.kind}${entry.document_id}`}>
                      <Table.Td className="numbers">{dayTime(entry.posted_at)}</Table.Td>
                      <Table.Td>
                        {tMaybe(`entry_kind.${entry.kind}`) ?? entry.kind}{' '}
                        {entry.invoice_id ? <Link to={`/desk/invoices/${entry.invoice_id}`}>{entry.number ?? entry.description}</Link> : entry.number}
                      </Table.Td>
                      <Table.Td className={`${classes.amount} numbers`}>{money(entry.amount_minor, currency)}</Table.Td>
                      <Table.Td className={`${classes.amount} ${classes.wide} numbers`}>{money(entry.balance_minor, currency)}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            )}
          </Card>
        </Page>
      )}
    </Answer>
  );
}
